using System.Collections.Concurrent;
using System.Net;
using Focusflow.Core.Foundation.Outgoing;
using Focusflow.Tests.Features.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Webhooks;

/// <summary>A receiver on the developer's own machine, which a setting allows in Development.</summary>
public sealed class WebhookLoopbackTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> received = [];
    private WebApplication receiver = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        receiver = builder.Build();
        receiver.Run(async http =>
        {
            using var body = new StreamReader(http.Request.Body);
            received.Enqueue(await body.ReadToEndAsync());
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        });
        await receiver.StartAsync();
    }

    public ValueTask DisposeAsync() => receiver.DisposeAsync();

    [Fact]
    public async Task A_receiver_on_this_machine_gets_messages_by_http_where_that_is_allowed()
    {
        await using var app = await FocusflowTestApp.StartAsync(("Focusflow:Webhooks:AllowLoopback", "true"));
        var ann = await app.RegisterAsync();
        (await ann.PostAsync("/api/webhooks", new { url = receiver.Urls.First() + "/hook" })).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await ann.PostAsync("/api/webhooks", new { url = "http://10.0.0.1/hook" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        await ann.PostAsync("/api/tasks", new { title = "Call Sophie", reminder_enabled = true, reminder_time = app.Clock.GetUtcNow().AddMinutes(10) });
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(12));

        received.ShouldHaveSingleItem().ShouldContain("Remember: Call Sophie");
    }

    [Fact]
    public async Task Nobody_gets_messages_on_this_machine_otherwise()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var ann = await app.RegisterAsync();

        (await ann.PostAsync("/api/webhooks", new { url = receiver.Urls.First() + "/hook" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("http://localhost:5000/hook", true)]
    [InlineData("http://127.0.0.1:5000/hook", true)]
    [InlineData("http://[::1]/hook", true)]
    [InlineData("https://localhost/hook", true)]
    [InlineData("https://example.com/hook", true)]
    [InlineData("http://example.com/hook", false)]
    [InlineData("http://localhost.example.com/hook", false)]
    [InlineData("https://192.168.0.1/hook", false)]
    [InlineData("http://user:secret@localhost/hook", false)]
    [InlineData("ftp://localhost/hook", false)]
    public void The_setting_opens_this_machine_and_nothing_else(string url, bool allowed) =>
        (PublicUrl.Parse(url, out _, allowLoopback: true) is not null).ShouldBe(allowed);
}
