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
        await using var local = await FocusflowTestApp.StartAsync(options => options with { Now = null });

        var told = await new HttpStory(client).TellAsync();

        told.ShouldBe(await new HttpStory(local.Client).TellAsync());
        (await fixture.WorkerAsync()).Door.Invocations.ShouldAllBe(call => call.Response.Result.Status == StatusResult.Types.Status.Success);
    }

    [Fact]
    public async Task A_session_is_scheduled_through_the_durable_client()
    {
        var worker = await fixture.WorkerAsync();
        var ann = await WorkerPerson.RegisterAsync(worker.Door.Url);

        var session = (await ann.DoAsync("POST", "/api/focus-sessions/start", new { duration_minutes = 25 })).Text("session_id");

        (await fixture.HubAsync()).Find("FocusSessionWakeUp", session).InstanceId.ShouldStartWith($"focus-{Guid.Parse(session):N}-");
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
    public async Task A_client_that_leaves_within_its_body_is_no_failure_of_the_app()
    {
        var worker = await fixture.WorkerAsync();
        var url = worker.Door.Url;
        var (started, ended) = worker.Door.CountOf("Login");
        using (var client = new TcpClient(url.Host, url.Port))
        {
            await client.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes($"POST /api/auth/login HTTP/1.1\r\nHost: {url.Authority}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{\"email\":"),
                TestContext.Current.CancellationToken);
            await worker.Door.StartedAsync("Login", started);
        }

        var left = await worker.Door.NextAsync("Login", ended);

        worker.ErrorsOf(left.InvocationId).ShouldBeEmpty();
        using var next = await fixture.ClientAsync();
        (await next.GetAsync("/api/health/live", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
    }
}
