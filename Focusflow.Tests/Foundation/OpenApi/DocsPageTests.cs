using System.Text.Json;
using System.Text.RegularExpressions;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Infrastructure;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.OpenApi;

[Collection(nameof(Chromium))]
public sealed partial class DocsPageTests(Chromium chromium)
{
    [Theory]
    [InlineData(Screen.Desktop, true)]
    [InlineData(Screen.Phone, false)]
    public async Task It_lists_every_operation_and_asks_nobody_else(Screen screen, bool dark)
    {
        await using var app = await FocusflowTestApp.StartAsync();
        await using var visit = await chromium.OpenAsync(new Uri(app.Url, "/api/docs"), screen, dark);
        using var description = JsonDocument.Parse(await app.Client.GetStringAsync("/api/openapi.json"));
        var operations = description.RootElement.GetProperty("paths").EnumerateObject().Sum(path => path.Value.EnumerateObject().Count());

        await visit.SeesAsync($"{operations} operations");
        await Assertions.Expect(visit.Page.Locator("details.operation")).ToHaveCountAsync(operations);
        await visit.Page.GetByLabel("Find an operation").FillAsync("/tasks/{id}"); // enough of one kind to judge all
        await visit.Page.Locator("[id='patch/tasks/{id}'] summary").First.ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).WaitForAsync();
        await visit.ShouldBeFineAsync();

        await visit.Page.GetByLabel("Find an operation").FillAsync("");
        await visit.Page.EvaluateAsync("document.querySelectorAll('details').forEach(one => { one.open = true; })");
        await visit.Page.WaitForFunctionAsync("[...document.querySelectorAll('.operation')].every(one => one.querySelector('form'))");
        await visit.ShouldFitAsync();
    }

    [Fact]
    public async Task Calls_are_tried_with_a_token_and_answers_and_problems_are_shown()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        await app.RegisterAsync();
        await using var visit = await chromium.OpenAsync(new Uri(app.Url, "/api/docs#get/tasks"));
        var list = visit.Page.Locator("[id='get/tasks']");

        await list.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await list.Locator(".answer").GetByText("401 Unauthorized").WaitForAsync();

        await visit.Page.GetByLabel("E-mail").FillAsync("ann@example.com");
        await visit.Page.GetByLabel("Password").FillAsync(FocusflowTestApp.Password);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visit.SeesAsync("Calls are sent as ann@example.com.");

        var create = visit.Page.Locator("[id='post/tasks']");
        await create.Locator("summary").First.ClickAsync();
        await create.GetByLabel("Body as JSON").FillAsync("""{"title":"<b>Bold</b>"}""");
        await create.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await create.Locator(".answer").GetByText("201 Created").WaitForAsync();
        await create.GetByLabel("Body as JSON").FillAsync("""{"title":""}""");
        await create.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await create.Locator(".answer .alert li", new() { HasText = "title" }).WaitForAsync();

        await list.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await list.Locator(".answer pre", new() { HasText = "<b>Bold</b>" }).WaitForAsync();
        await visit.ShouldBeFineAsync();

        // The id of the new task is filled in where a task's id is asked for.
        var one = visit.Page.Locator("[id='get/tasks/{id}']");
        await one.Locator("summary").First.ClickAsync();
        await Assertions.Expect(one.GetByLabel("id").First).ToHaveValueAsync(AnId());
    }

    [Fact]
    public async Task Groups_stand_in_their_order_with_words_and_statuses_say_what_they_mean_here()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        await using var visit = await chromium.OpenAsync(new Uri(app.Url, "/api/docs#post/focus-sessions/start"));
        var start = visit.Page.Locator("[id='post/focus-sessions/start']");

        await start.GetByText("A session is active or paused already", new() { Exact = false }).WaitForAsync();
        await start.GetByText("The server keeps the time", new() { Exact = false }).WaitForAsync();
        foreach (var (place, name) in new[] { "Account", "Tasks", "Focus", "Work log" }.Index())
            await Assertions.Expect(visit.Page.Locator("#groups a").Nth(place)).ToHaveTextAsync(name);
        await visit.Page.GetByText("What there is to do, and by when.").WaitForAsync();
        await visit.ShouldBeFineAsync();
    }

    [Fact]
    public async Task An_operation_has_an_address_a_token_outlives_reloading_and_a_stream_can_be_stopped()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var ann = await app.RegisterAsync();
        await using var visit = await chromium.OpenAsync(new Uri(app.Url, "/api/docs"));

        await visit.Page.Locator("[id='get/notifications/stream'] summary").First.ClickAsync();
        await visit.Page.WaitForFunctionAsync("location.hash === '#get/notifications/stream'");
        await visit.Page.GetByLabel("Access token").FillAsync(ann.AccessToken);
        await visit.Page.GetByLabel("Access token").BlurAsync();
        await visit.Page.ReloadAsync();
        var stream = visit.Page.Locator("[id='get/notifications/stream']");
        await stream.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await stream.Locator(".answer").GetByText("200 OK").WaitForAsync();
        await stream.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();

        await stream.Locator(".answer").GetByText("Stopped.").WaitForAsync();
        await Assertions.Expect(stream.GetByRole(AriaRole.Button, new() { Name = "Stop" })).ToBeHiddenAsync();
        await Assertions.Expect(stream.GetByRole(AriaRole.Button, new() { Name = "Copy as JavaScript" })).ToBeVisibleAsync();
        (await visit.Page.EvaluateAsync<string>("fetchOf('POST', '/tasks', { query: new URLSearchParams(), headers: {}, body: '{\"title\": \"x\"}' })"))
            .ShouldContain("Authorization: `Bearer ${token}`");
    }

    [Fact]
    public async Task The_type_of_a_problem_leads_to_its_code()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        using var problem = JsonDocument.Parse(await (await app.Client.GetAsync("/api/tasks/1")).Content.ReadAsStringAsync());
        var type = problem.RootElement.GetProperty("type").GetString()!;
        await using var visit = await chromium.OpenAsync(new Uri(app.Url, type));

        var named = visit.Page.Locator($"[id='{type[(type.IndexOf('#', StringComparison.Ordinal) + 1)..]}']");
        await named.GetByText(problem.RootElement.GetProperty("code").GetString()!, new() { Exact = true }).WaitForAsync();
        await Assertions.Expect(named).ToBeInViewportAsync();
        await Assertions.Expect(visit.Page.Locator("article.problem")).ToHaveCountAsync(ProblemCodes.All.Count);
        await visit.ShouldBeFineAsync();
    }

    [Fact]
    public async Task It_is_searched_and_used_from_the_keyboard()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        await using var visit = await chromium.OpenAsync(new Uri(app.Url, "/api/docs"));
        await visit.Page.Locator("details.operation").First.WaitForAsync();

        await visit.Page.Keyboard.PressAsync("/");
        await visit.Page.Keyboard.TypeAsync("health ready");
        await visit.SeesAsync("1 of ");
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).WaitForAsync();
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("Enter");

        await visit.Page.Locator(".answer").GetByText("200 OK").WaitForAsync();
    }

    [GeneratedRegex("^[0-9a-f-]{36}$", RegexOptions.None, 1000)]
    private static partial Regex AnId();
}
