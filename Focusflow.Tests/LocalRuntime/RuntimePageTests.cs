using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Infrastructure;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

[Collection(nameof(Chromium))]
public sealed class RuntimePageTests(Chromium chromium)
{
    [Theory]
    [InlineData(Screen.Desktop, false)]
    [InlineData(Screen.Phone, true)]
    public async Task Every_view_is_fine_on_a_desktop_and_on_a_phone(Screen screen, bool dark)
    {
        await using var app = await MadeUpDay.StartAsync();
        await using var visit = await chromium.OpenAsync(new Uri(app.Url, "/runtime"), screen, dark);
        var page = visit.Page;

        await visit.SeesAsync("SweepTaskReminders");
        await visit.SeesAsync("/api/tasks/{id:guid}");
        await visit.ShouldFitAsync();
        await page.GetByLabel("Find a function by name or route").FillAsync("task"); // enough of each kind to judge all
        await page.GetByText("/api/webhooks").First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await visit.ShouldBeFineAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Timers" }).ClickAsync();
        await visit.SeesAsync("What fires next");
        await visit.ShouldBeFineAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Orchestrations" }).ClickAsync();
        await page.Locator("a[href*='reminder-']").Last.ClickAsync();
        await visit.SeesAsync("ExecutionStarted");
        await visit.ShouldBeFineAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Documents" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = MadeUpDay.Ann }).ClickAsync();
        await page.Locator("details", new() { HasText = "access" }).First.Locator("summary").ClickAsync();
        await visit.SeesAsync("passwordHash");
        (await page.Locator("pre").AllInnerTextsAsync()).ShouldContain(text => text.Contains("\"passwordHash\": \"(not shown)\"", StringComparison.Ordinal));
        await visit.ShouldBeFineAsync();
    }

    [Fact]
    public async Task The_clock_is_moved_and_what_follows_is_seen()
    {
        await using var app = await MadeUpDay.StartAsync();
        await using var visit = await chromium.OpenAsync(new Uri(app.Url, "/runtime#timers"));
        var page = visit.Page;
        await visit.SeesAsync("Mon 2025-09-29 08:25:00");
        await visit.SeesAsync("reminder-");

        await page.GetByRole(AriaRole.Button, new() { Name = "+1 h" }).ClickAsync();
        await visit.SeesAsync("Mon 2025-09-29 09:25:00");
        await page.GetByLabel("Move to (UTC)").FillAsync("2025-09-29T15:31");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move", Exact = true }).ClickAsync();
        await visit.SeesAsync("Mon 2025-09-29 15:31:00");
        app.Clock.GetUtcNow().ShouldBe(new DateTimeOffset(2025, 9, 29, 15, 31, 0, TimeSpan.Zero));

        await page.GetByLabel("Move to (UTC)").FillAsync("2025-09-29T15:00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move", Exact = true }).ClickAsync();
        await visit.SeesAsync("Time only moves forward");

        await page.GetByRole(AriaRole.Link, new() { Name = "Orchestrations" }).ClickAsync();
        await page.GetByLabel("Status").SelectOptionAsync("Completed");
        await page.GetByLabel("Id begins with").FillAsync("reminder-");
        await page.Locator("a[href*='T153000']").ClickAsync();
        await visit.SeesAsync("ExecutionCompleted");
        await page.GetByRole(AriaRole.Button, new() { Name = "Purge" }).ClickAsync();
        await page.GetByLabel("Id begins with").WaitForAsync();
        page.Url.ShouldEndWith("/runtime#orchestrations");
        await visit.ShouldBeFineAsync();
    }

    [Fact]
    public async Task What_others_do_appears_by_itself_and_leaves_the_focus_alone()
    {
        await using var app = await MadeUpDay.StartAsync();
        await using var visit = await chromium.OpenAsync(new Uri(app.Url, "/runtime"));
        var run = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Run now: SweepTaskReminders" });
        await run.FocusAsync();

        await app.Clock.AdvanceAsync(TimeSpan.FromDays(1));

        await visit.SeesAsync("Tue 2025-09-30 08:25:00");
        (await visit.Page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label')")).ShouldBe("Run now: SweepTaskReminders");
    }

    [Fact]
    public async Task With_the_real_clock_it_says_how_to_have_another()
    {
        await using var app = await LocalApp.StartAsync(LocalAppOptions.For([typeof(ToyBindings)]) with { Now = null });
        await using var visit = await chromium.OpenAsync(new Uri(app.Url, "/runtime"));

        await visit.SeesAsync("--clock virtual");
        (await visit.Page.GetByRole(AriaRole.Button, new() { Name = "+1 h" }).IsVisibleAsync()).ShouldBeFalse();
        await visit.ShouldBeFineAsync();
    }
}
