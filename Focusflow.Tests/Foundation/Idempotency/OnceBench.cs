using System.Net;
using System.Text.Json;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Shouldly;

namespace Focusflow.Tests.Foundation.Idempotency;

/// <summary>Compares a request with a key that meets with accidents to one that meets with none.</summary>
/// <param name="app">The app.</param>
/// <param name="calm">Ends the accidents.</param>
internal sealed class OnceBench(LocalApp app, Action calm)
{
    private const int MostTries = 200;

    // Kept for those who have an account, the answer would tell who has one; see RecoveryTests for what the key does there.
    private static readonly string[] KeepsNothing = ["/api/auth/forgot-password", "/api/auth/send-verification-email"];

    private int people;

    /// <summary>Somebody new who is about to send something.</summary>
    public Task<PostTry> PrepareAsync(string route) =>
        PostTry.PrepareAsync(app, route, $"person{Interlocked.Increment(ref people)}@example.com");

    /// <summary>
    /// Sends the request of one person calmly, that of another amid accidents until it is answered: they must leave the same, and
    /// the key must give its answer again.
    /// </summary>
    /// <returns>Whether the request succeeded.</returns>
    public async Task<bool> CheckAsync(string route, Func<PostTry, Task<HttpResponseMessage>> send)
    {
        var (post, model) = (await PrepareAsync(route), await PrepareAsync(route));
        var expected = await model.SendAsync(app, "key");
        ((int)expected.StatusCode).ShouldBeLessThan(500, route);
        HttpResponseMessage answer;
        try
        {
            answer = await send(post);
        }
        finally
        {
            calm();
        }

        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected.StatusCode, $"{route}: {text}");
        var once = await TracesAsync(model, expected);
        (await TracesAsync(post, answer)).ShouldBe(once, route);
        if (!answer.IsSuccessStatusCode || route.Contains("/logout", StringComparison.Ordinal) || KeepsNothing.Contains(route))
            return answer.IsSuccessStatusCode; // logging out again is another request that finds it done

        var again = await post.SendAsync(app, "key");
        again.StatusCode.ShouldBe(answer.StatusCode, route);
        again.Headers.Contains("Idempotency-Replayed").ShouldBeTrue(route);
        (await again.Content.ReadAsStringAsync()).ShouldBe(text, route);
        again.Headers.ETag.ShouldBe(answer.Headers.ETag, route);
        (await TracesAsync(post, answer)).ShouldBe(once, route);
        return true;
    }

    /// <summary>Sends until there is an answer, as a client does that has a key.</summary>
    public static async Task<HttpResponseMessage> RepeatAsync(PostTry post, Func<Task<HttpResponseMessage>> send)
    {
        var last = "";
        for (var tries = 0; tries < MostTries; tries++)
        {
            try
            {
                var answer = await send();
                var runs = answer.StatusCode == HttpStatusCode.Conflict && answer.Headers.RetryAfter is not null;
                if ((int)answer.StatusCode < 500 && !runs)
                    return answer;
                last = $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
                if (runs)
                    await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                last = error.ToString();
            }
        }

        throw new InvalidOperationException($"{post.Path} never answered: {last}");
    }

    /// <summary>What was sent already, the first time it is asked for.</summary>
    public static Task<HttpResponseMessage>? Take(ref Task<HttpResponseMessage>? sent)
    {
        var once = sent;
        sent = null;
        return once;
    }

    private async Task<string> TracesAsync(PostTry post, HttpResponseMessage answer) =>
        await Traces.OfAsync(app, post.UserId ?? JsonElement.Parse(await answer.Content.ReadAsStringAsync()).Text("id"));
}
