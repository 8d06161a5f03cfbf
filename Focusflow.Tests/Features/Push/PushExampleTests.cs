using System.Text.Json;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Infrastructure;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Push;

/// <summary>
/// The page and the service worker of <c>examples/push</c> in a real browser. What a browser asks of its vendor's push service, which a
/// test must not need, is done by the test: it stands in for <c>subscribe</c>, receives and decrypts the push, and hands it to the
/// service worker through the browser's own debugging protocol.
/// </summary>
[Collection(nameof(Chromium))]
public sealed class PushExampleTests(Chromium chromium)
{
    [Fact]
    public async Task The_page_subscribes_and_the_worker_shows_the_reminder()
    {
        await using var receiver = await PushReceiver.StartAsync();
        await using var site = await StaticSite.StartAsync("examples/push");
        using var browser = new PushBrowser();
        await using var app = await FocusflowTestApp.StartAsync(("Focusflow:Webhooks:AllowLoopback", "true"));
        var origin = site.Origin;
        await using var visit = await chromium.OpenAsync(new Uri($"{origin}/?api={new Uri(app.Url, "/api")}"));
        var page = visit.Page;
        await page.Clock.SetFixedTimeAsync(app.Clock.GetUtcNow().UtcDateTime); // one time for both, and no hour at which something else is due
        await page.Context.GrantPermissionsAsync(["notifications"], new() { Origin = origin });
        await page.EvaluateAsync(
            """
            given => PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
              window.told = applicationServerKey;
              return { toJSON: () => JSON.parse(given) };
            }
            """,
            JsonSerializer.Serialize(browser.ToJson(receiver.Url + "/browser")));
        var devtools = await page.Context.NewCDPSessionAsync(page);
        var registration = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        devtools.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, told) =>
        {
            foreach (var one in told!.Value.GetProperty("registrations").EnumerateArray())
                registration.TrySetResult(one.Text("registrationId"));
        };
        await devtools.SendAsync("ServiceWorker.enable");

        await page.GetByRole(AriaRole.Button, new() { Name = "Remind me" }).ClickAsync();
        await visit.SeesAsync("Subscribed.");
        (await page.EvaluateAsync<string>("window.told")).Length.ShouldBe(87);
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(3));

        var text = browser.Decrypt(receiver.Pushes.ShouldHaveSingleItem().Body);
        await devtools.SendAsync("ServiceWorker.deliverPushMessage", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["origin"] = origin,
            ["registrationId"] = await registration.Task.WaitAsync(Patience.Limit, TimeProvider.System),
            ["data"] = text,
        });
        var shown = await page.WaitForFunctionAsync(
            """
            async () => {
              const all = await (await navigator.serviceWorker.ready).getNotifications();
              return all.length > 0 && JSON.stringify(all.map(one => ({ title: one.title, body: one.body, tag: one.tag })));
            }
            """);
        var notification = JsonElement.Parse((await shown.JsonValueAsync<string>())!).EnumerateArray().ShouldHaveSingleItem();
        notification.Text("title").ShouldBe("Task reminder");
        notification.Text("body").ShouldBe("Remember: Look up from the screen");
        notification.Text("tag").ShouldBe(JsonElement.Parse(text).Text("tag"));
    }
}
