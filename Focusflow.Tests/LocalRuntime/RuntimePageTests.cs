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
        await page.Locator("pre", new() { HasText = "\"passwordHash\": \"(not shown)\"" }).First.WaitForAsync();
        await visit.ShouldBeFineAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Mails" }).ClickAsync();
        await page.Locator("tr", new() { HasText = MadeUpDay.Ann }).GetByRole(AriaRole.Link).ClickAsync();
        await page.Locator("dd", new() { HasText = MadeUpDay.Ann }).WaitForAsync();
        await visit.ShouldBeFineAsync();
    }

    [Fact]
    public async Task Run_now_says_what_happened()
    {
        await using var app = await LocalApp.StartAsync(LocalAppOptions.For([typeof(RuntimeEndpointTests.Odds)]));
        await using var visit = await chromium.OpenAsync(new Uri(app.Url, "/runtime"));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Run now: Hourly" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Status).GetByText("Hourly failed: System.InvalidOperationException: not today, past due: False").WaitForAsync();

        await using var day = await MadeUpDay.StartAsync();
        await using var other = await chromium.OpenAsync(new Uri(day.Url, "/runtime"));
        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Run now: SweepTaskReminders" }).ClickAsync();
        await other.Page.GetByRole(AriaRole.Status).GetByText("SweepTaskReminders ran for").WaitForAsync();
        await other.ShouldBeFineAsync();
    }

    [Fact]
    public async Task The_next_timer_is_the_one_that_is_shown_as_next()
    {
        await using var app = await MadeUpDay.StartAsync();
        await using var visit = await chromium.OpenAsync(new Uri(app.Url, "/runtime#timers"));
        await visit.SeesAsync("What fires next");
        await Assertions.Expect(visit.Page.Locator("#next")).Not.ToBeEmptyAsync();
        var first = (await visit.Page.Locator("tbody tr").First.InnerTextAsync()).ReplaceLineEndings(" ");
        var due = await visit.Page.Locator("tbody tr time").First.GetAttributeAsync("datetime");
        var next = await visit.Page.Locator("#next").InnerTextAsync();
        first.ShouldContain(next.Split(' ')[1]);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "To the next timer" }).ClickAsync();

        await visit.Page.GetByRole(AriaRole.Status).GetByText("The clock has moved.").WaitForAsync();
        app.Clock.GetUtcNow().ShouldBe(DateTimeOffset.Parse(due!, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Orchestrations_are_found_by_whom_they_are_for_ended_after_a_question_and_purged_many_at_once()
    {
        await using var app = await MadeUpDay.StartAsync();
        await using var visit = await chromium.OpenAsync(new Uri(app.Url, "/runtime#orchestrations"));
        var page = visit.Page;
        var questions = new List<string>();
        var answer = false;
        page.Dialog += (_, dialog) =>
        {
            questions.Add(dialog.Message);
            _ = answer ? dialog.AcceptAsync() : dialog.DismissAsync();
        };

        await page.GetByLabel("User (address or id)").FillAsync(MadeUpDay.Ann);
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Name", Exact = true }).SelectOptionAsync("TaskReminder");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("tbody tr", new() { HasText = "T153000" })).ToContainTextAsync("25 min"); // how long it has lasted
        await Assertions.Expect(page.Locator("tbody tr", new() { HasText = "T082000" })).ToContainTextAsync("20 min");

        await page.Locator("a[href*='T153000']").ClickAsync();
        await visit.SeesAsync("timer: waits since 25 min");
        await visit.ShouldBeFineAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Terminate" }).ClickAsync();
        questions.ShouldBe(["End TaskReminder for good? What it waits for will not happen."]);
        await Assertions.Expect(page.Locator("h2 .badge").First).ToHaveTextAsync("Running");
        answer = true;
        await page.GetByRole(AriaRole.Button, new() { Name = "Terminate" }).ClickAsync();
        await page.Locator("h2 .badge", new() { HasText = "Terminated" }).WaitForAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "All orchestrations" }).ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Name", Exact = true }).SelectOptionAsync("TaskReminder");
        await page.GetByRole(AriaRole.Button, new() { Name = "Purge those that have ended" }).ClickAsync();
        await page.GetByRole(AriaRole.Status).GetByText("2 are forgotten.").WaitForAsync();
        await visit.SeesAsync("There is none.");
    }

    [Fact]
    public async Task Documents_are_listed_by_time_or_title()
    {
        await using var app = await MadeUpDay.StartAsync();
        await using var visit = await chromium.OpenAsync(new Uri(app.Url, "/runtime#documents"));
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = MadeUpDay.Ann }).ClickAsync();
        await visit.SeesAsync("Send the invoice");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Kind", Exact = true }).SelectOptionAsync("task");
        await page.Locator("summary", new() { HasText = "shutdownPlan" }).First.WaitForAsync(new() { State = WaitForSelectorState.Detached });

        await page.GetByRole(AriaRole.Combobox, new() { Name = "Order", Exact = true }).SelectOptionAsync("title");
        var titles = page.Locator("details summary strong");
        await Assertions.Expect(titles).ToHaveTextAsync(["Call Sophie", "Complete project", "Send the invoice"]);
        await page.GetByLabel("Title or id holds").FillAsync("invoice");
        await Assertions.Expect(titles).ToHaveTextAsync(["Send the invoice"]);
    }

    [Fact]
    public async Task A_mail_is_seen_as_text_as_HTML_and_as_it_travels()
    {
        await using var app = await MadeUpDay.StartAsync();
        await using var visit = await chromium.OpenAsync(new Uri(app.Url, "/runtime#mails"), dark: true);
        var page = visit.Page;
        await page.GetByLabel("Address or subject holds").FillAsync("ann@");
        await page.Locator("a[href*='#mails/']").First.ClickAsync();
        await page.Locator("pre").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "HTML" }).ClickAsync();
        var frame = page.FrameLocator("iframe");
        await frame.Locator("body").WaitForAsync();
        await Assertions.Expect(frame.Locator("body")).Not.ToBeEmptyAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Source" }).ClickAsync();
        await Assertions.Expect(page.Locator("pre")).ToContainTextAsync("Content-Type: multipart/alternative");
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
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "+1 h" })).ToBeHiddenAsync();
        await visit.ShouldBeFineAsync();
    }
}
