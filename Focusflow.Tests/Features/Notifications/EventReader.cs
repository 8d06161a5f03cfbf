using System.Net;
using System.Net.Http.Headers;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Suite;
using Shouldly;

namespace Focusflow.Tests.Features.Notifications;

/// <summary>A client of the stream that sees every byte: comments, ids without an event, and how it ends.</summary>
internal sealed class EventReader : IDisposable
{

    // Letting go of an answer closes its connection at once, instead of reading on for a while to use it again.
    private static readonly HttpClient Client = new(EveryApp.Watched(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }));

    private readonly HttpResponseMessage response;
    private readonly StreamReader lines;

    private EventReader(HttpResponseMessage response, StreamReader lines)
    {
        this.response = response;
        this.lines = lines;
    }

    /// <summary>The last id that was sent, with an event or without.</summary>
    public string? LastId { get; private set; }

    public HttpResponseMessage Response => response;

    /// <summary>Opens a stream and reads what comes first: how long to wait before connecting again.</summary>
    public static Task<EventReader> OpenAsync(LocalApp app, Person person, string? lastEventId = null) =>
        OpenAsync(app.Url, person.AccessToken, lastEventId);

    /// <summary>The same of an app that runs anywhere.</summary>
    public static async Task<EventReader> OpenAsync(Uri app, string accessToken, string? lastEventId = null)
    {
        var answer = await SendAsync(app, accessToken, lastEventId);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream");
        var reader = new EventReader(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
        var first = (await reader.NextAsync())!;
        first.ShouldContain("retry: 3000");
        first.ShouldContain("event: ready");
        return reader;
    }

    public static Task<HttpResponseMessage> SendAsync(LocalApp app, Person person, string? lastEventId = null) =>
        SendAsync(app.Url, person.AccessToken, lastEventId);

    private static async Task<HttpResponseMessage> SendAsync(Uri app, string accessToken, string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app, "/api/notifications/stream"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience.Limit);
    }

    /// <summary>The lines up to the next empty one, a sign of life, or null when the answer has ended in good order.</summary>
    public async Task<IReadOnlyList<string>?> NextAsync()
    {
        List<string> block = [];
        while (await lines.ReadLineAsync().WaitAsync(Patience.Limit) is { } line)
        {
            if (line.Length == 0)
            {
                // Some clients hand on whatever an empty line ends.
                block.ShouldContain(one => one.StartsWith("data: ", StringComparison.Ordinal), "This would be taken for a message without data.");
                return block;
            }

            if (line.StartsWith(':') && block.Count == 0)
                return [line];
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                LastId = line[4..];
            block.Add(line);
        }

        block.ShouldBeEmpty("The answer ended in the middle of an event.");
        return null;
    }

    /// <summary>The data of the next event; null at the end. Signs of life are passed over.</summary>
    public async Task<string?> EventAsync()
    {
        while (await NextAsync() is { } block)
        {
            if (block.Count == 1 && block[0] == ": heartbeat")
                continue;
            block.Count.ShouldBe(3);
            block[0].ShouldBe("event: notification");
            block[2].ShouldStartWith("data: ");
            return block[2]["data: ".Length..];
        }

        return null;
    }

    public void Dispose()
    {
        lines.Dispose();
        response.Dispose();
    }
}
