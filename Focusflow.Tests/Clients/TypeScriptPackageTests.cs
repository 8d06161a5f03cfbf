using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Infrastructure;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Clients;

/// <summary>The TypeScript package beyond what is generated: what is in it, and how it stays signed in, in a real browser.</summary>
[Collection(nameof(Chromium))]
public sealed class TypeScriptPackageTests(Chromium chromium)
{
    // As many calls at once as a page makes when it opens.
    private const string CallThrice = "async () => (await Promise.all([1, 2, 3].map(() => api.GET('/tasks')))).map(({ response }) => response.status).join()";

    [Fact]
    public async Task What_is_packed_is_the_compiled_client_and_its_types_and_no_description()
    {
        await TypeScriptClient.BuildAsync();

        var packed = JsonNode.Parse(await TypeScriptClient.RunAsync(
            OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "pack", "--dry-run", "--json", "--ignore-scripts"))!;

        var files = packed.AsArray().ShouldHaveSingleItem()!["files"]!.AsArray().Select(file => (string)file!["path"]!).Order(StringComparer.Ordinal);
        files.ShouldBe(["LICENSE", "README.md", .. new[] { "api", "exclusively", "index", "tokens" }.SelectMany(name => new[] { $"dist/{name}.d.ts", $"dist/{name}.js" }), "package.json"]);
    }

    [Fact]
    public async Task Two_tabs_refresh_once_between_them_and_both_go_on()
    {
        await TypeScriptClient.BuildAsync();
        await using var site = await StaticSite.StartAsync(TypeScriptClient.Folder);
        await using var app = await FocusflowTestApp.StartAsync();
        var ann = await app.RegisterAsync();
        var url = new Uri($"{site.Origin}/test/tabs.html?api={new Uri(app.Url, "/api")}");
        await using var visit = await chromium.OpenAsync(url);
        var one = visit.Page;
        var refreshes = 0;
        one.Context.Request += (_, request) => refreshes += request.Method == "POST" && request.Url.EndsWith("/auth/refresh", StringComparison.Ordinal) ? 1 : 0;
        await one.EvaluateAsync("given => tokens.write(JSON.parse(given))", JsonSerializer.Serialize(new { access_token = ann.AccessToken, refresh_token = ann.RefreshToken }));
        var other = await one.Context.NewPageAsync();
        await other.GotoAsync(url.ToString());
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(61));

        var answers = await Task.WhenAll(one.EvaluateAsync<string>(CallThrice), other.EvaluateAsync<string>(CallThrice));

        answers.ShouldBe(["200,200,200", "200,200,200"]);
        refreshes.ShouldBe(1);

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(61));
        (await other.EvaluateAsync<string>("async () => (await api.POST('/tasks', { body: { title: 'Sent twice, made once' } })).data.title")).ShouldBe("Sent twice, made once");
        (await one.EvaluateAsync<string>(CallThrice)).ShouldBe("200,200,200");
        refreshes.ShouldBe(2);
    }

    [Fact]
    public async Task A_session_that_was_ended_elsewhere_signs_the_tab_out()
    {
        await TypeScriptClient.BuildAsync();
        await using var site = await StaticSite.StartAsync(TypeScriptClient.Folder);
        await using var app = await FocusflowTestApp.StartAsync();
        var ann = await app.RegisterAsync();
        await using var visit = await chromium.OpenAsync(new Uri($"{site.Origin}/test/tabs.html?api={new Uri(app.Url, "/api")}"));
        await visit.Page.EvaluateAsync("given => tokens.write(JSON.parse(given))", JsonSerializer.Serialize(new { access_token = ann.AccessToken, refresh_token = ann.RefreshToken }));
        (await ann.PostAsync("/api/auth/logout-everywhere", null)).EnsureSuccessStatusCode();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(61));

        (await visit.Page.EvaluateAsync<string>(CallThrice)).ShouldBe("401,401,401");
        (await visit.Page.EvaluateAsync<string>("() => `${signedOut} ${tokens.read()}`")).ShouldBe("1 null");
    }
}
