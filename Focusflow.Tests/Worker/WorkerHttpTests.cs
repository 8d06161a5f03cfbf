using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Worker.Rpc;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Worker;

/// <summary>Requests through the worker's own endpoint.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerHttpTests(WorkerFixture fixture)
{
    [Fact]
    public async Task A_day_is_answered_as_on_the_local_runtime()
    {
        using var client = await fixture.ClientAsync();

        // On a clock that stands still nothing happens beside the requests there, as here, where nobody runs orchestrations: on a busy machine
        // the mail with the code for the address would be written in the middle of the story.
        await using var local = await FocusflowTestApp.StartAsync(options => options with { Now = TimeProvider.System.GetUtcNow() });

        var door = (await fixture.WorkerAsync()).Door;
        var before = door.Invocations.Count;

        var told = await new HttpStory(client).TellAsync();

        told.ShouldBe(await new HttpStory(local.Client).TellAsync());
        door.Invocations.Skip(before).ShouldAllBe(call => call.Response.Result.Status == StatusResult.Types.Status.Success);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task The_worker_itself_compresses(string coding)
    {
        using var client = await fixture.ClientAsync();
        var whole = await client.GetByteArrayAsync("/api/openapi.json");
        client.DefaultRequestHeaders.Add("Accept-Encoding", coding);

        using var answer = await client.GetAsync("/api/openapi.json");

        answer.Content.Headers.ContentEncoding.ShouldBe([coding]);
        (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(whole.Length / 4);
    }

    [Fact]
    public async Task A_session_is_scheduled_through_the_durable_client()
    {
        var worker = await fixture.WorkerAsync();
        var ann = await WorkerPerson.RegisterAsync(worker.Door.Url);

        var session = (await ann.DoAsync("POST", "/api/focus-sessions/start", new { duration_minutes = 25 })).Text("session_id");

        (await fixture.HubAsync()).Find("FocusSessionWakeUp", session).InstanceId.ShouldStartWith($"focus-{session}-");
    }

    [Fact]
    public async Task A_stream_brings_what_happens_while_it_is_open_and_whoever_leaves_it_leaves_no_error_behind()
    {
        var worker = await fixture.WorkerAsync();
        var ann = await WorkerPerson.RegisterAsync(worker.Door.Url);
        var stream = await ann.StreamAsync();
        var session = (await ann.DoAsync("POST", "/api/focus-sessions/start", new { duration_minutes = 25 })).Text("session_id");
        await ann.DoAsync("POST", $"/api/focus-sessions/{session}/complete");
        (await stream.EventAsync())!.ShouldContain(session);

        stream.Dispose();

        var left = await worker.Door.NextAsync("StreamNotifications");
        left.Result.Status.ShouldBe(StatusResult.Types.Status.Success);
        worker.ErrorsOf(left.InvocationId).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_that_leaves_while_its_body_is_read_is_no_failure_of_the_app()
    {
        var worker = await fixture.WorkerAsync();
        var before = worker.Door.CountOf("Login");
        await BeginToSignInAsync(worker, () => Task.CompletedTask);

        var left = await worker.Door.NextAsync("Login", before);

        left.Result.Status.ShouldBe(StatusResult.Types.Status.Success, left.Result.Exception?.Message);
        worker.ErrorsOf(left.InvocationId).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nor_is_one_whose_invocation_the_host_cancels_before_the_connection_breaks()
    {
        var worker = await fixture.WorkerAsync();
        var before = worker.Door.CountOf("Login");
        InvocationResponse? left = null;
        await BeginToSignInAsync(worker, async () =>
        {
            worker.Connection.Cancel(worker.Door.Running("Login"));
            left = await worker.Door.NextAsync("Login", before);
        });

        left!.Result.Status.ShouldBe(StatusResult.Types.Status.Success, left.Result.Exception?.Message);
        worker.ErrorsOf(left.InvocationId).ShouldBeEmpty();
    }

    /// <summary>Leaves earlier and later, most times while the password is hashed.</summary>
    [Fact]
    public async Task A_request_with_a_key_goes_on_when_its_client_has_left_and_answers_the_next()
    {
        var worker = await fixture.WorkerAsync();
        using var client = new HttpClient { BaseAddress = worker.Door.Url };
        (await RegisterAsync(client, $"{Guid.NewGuid():N}@example.com", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var replayed = 0;
        for (var i = 0; i < 4; i++)
        {
            var email = $"{Guid.NewGuid():N}@example.com";
            using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(20 * (i + 1)), TimeProvider.System);
            try
            {
                (await RegisterAsync(client, email, leaving.Token)).EnsureSuccessStatusCode();
            }
            catch (OperationCanceledException)
            {
                // The client left.
            }

            var again = await RegisterAsync(client, email, TestContext.Current.CancellationToken);
            for (var asked = Stopwatch.GetTimestamp(); again.Headers.RetryAfter is not null && Stopwatch.GetElapsedTime(asked) < Patience.Limit;)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken); // it still runs
                again = await RegisterAsync(client, email, TestContext.Current.CancellationToken);
            }

            again.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            replayed += again.Headers.Contains("Idempotency-Replayed") ? 1 : 0;
        }

        replayed.ShouldBeGreaterThan(0);
    }

    private static async Task<HttpResponseMessage> RegisterAsync(HttpClient client, string email, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/register")
        {
            Content = JsonContent.Create(new { name = "Ann", email, password = FocusflowTestApp.Password }),
        };
        request.Headers.Add("Idempotency-Key", "1");
        return await client.SendAsync(request, cancellation);
    }

    /// <summary>Sends half a body, waits until the app reads it, does something and leaves.</summary>
    private static async Task BeginToSignInAsync(RunningWorker worker, Func<Task> whileReading)
    {
        var url = worker.Door.Url;
        using var client = new TcpClient(url.Host, url.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /api/auth/login HTTP/1.1\r\nHost: {url.Authority}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n"),
            TestContext.Current.CancellationToken);
        (await new StreamReader(stream).ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("HTTP/1.1 100 Continue");
        await stream.WriteAsync("{\"email\":"u8.ToArray(), TestContext.Current.CancellationToken);
        await whileReading();
    }
}
