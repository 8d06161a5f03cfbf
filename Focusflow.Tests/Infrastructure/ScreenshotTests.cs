using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.LocalRuntime;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Infrastructure;

/// <summary>The pictures of the docs. They are made anew by: FOCUSFLOW_WRITE=1 dotnet test --filter ScreenshotTests</summary>
[Collection(nameof(Chromium))]
public sealed class ScreenshotTests(Chromium chromium)
{
    private const int Most = 150_000;
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G'];
    private static readonly string[] Names =
        ["runtime-desktop", "runtime-phone", "runtime-history", "runtime-documents", "runtime-mail", "api-docs-desktop", "api-docs-phone"];

    [Fact]
    public async Task The_docs_show_the_pages()
    {
        if (Environment.GetEnvironmentVariable("FOCUSFLOW_WRITE") == "1")
            await WriteAsync();

        var docs = string.Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md").Select(File.ReadAllText));
        foreach (var name in Names)
        {
            var picture = await File.ReadAllBytesAsync(PathOf(name));
            picture[..4].ShouldBe(Png);
            picture.Length.ShouldBeLessThan(Most, name);
            docs.ShouldContain($"(images/{name}.png)");
        }
    }

    private async Task WriteAsync()
    {
        Directory.CreateDirectory(Repository.PathOf("docs/images"));
        await using var app = await MadeUpDay.StartAsync();

        await using (var visit = await OpenAsync(app, "/runtime#functions", Screen.Desktop, "SweepTaskReminders"))
            await SaveAsync(visit, "runtime-desktop");
        await using (var visit = await OpenAsync(app, "/runtime#timers", Screen.Phone, "What fires next"))
            await SaveAsync(visit, "runtime-phone");
        await using (var visit = await OpenAsync(app, "/runtime#orchestrations", Screen.Desktop, "Next timer"))
        {
            await visit.Page.Locator("a[href*='T082000']").ClickAsync();
            await visit.SeesAsync("ExecutionCompleted");
            await SaveAsync(visit, "runtime-history");
        }

        await using (var visit = await OpenAsync(app, "/runtime#documents", Screen.Desktop, MadeUpDay.Ann))
        {
            await visit.Page.GetByText(MadeUpDay.Ann).ClickAsync();
            await visit.Page.Locator("details", new() { HasText = "access" }).First.Locator("summary").ClickAsync();
            await SaveAsync(visit, "runtime-documents");
        }

        await using (var visit = await OpenAsync(app, "/runtime#mails", Screen.Desktop, "Mails that were sent"))
        {
            await visit.Page.Locator("tr", new() { HasText = MadeUpDay.Ann }).GetByRole(AriaRole.Link).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "HTML" }).ClickAsync();
            await visit.Page.FrameLocator("iframe").Locator("body").WaitForAsync();
            await SaveAsync(visit, "runtime-mail");
        }

        await using (var visit = await OpenAsync(app, "/api/docs#get/tasks", Screen.Desktop, "operations"))
        {
            await visit.Page.GetByLabel("E-mail").FillAsync(MadeUpDay.Ann);
            await visit.Page.GetByLabel("Password").FillAsync(FocusflowTestApp.Password);
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await visit.SeesAsync("Calls are sent as");
            var list = visit.Page.Locator("[id='get/tasks']");
            await list.GetByLabel("due_date_range").SelectOptionAsync("today");
            await list.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
            await list.Locator(".answer pre").WaitForAsync();
            await list.EvaluateAsync("operation => operation.scrollIntoView()");
            await SaveAsync(visit, "api-docs-desktop");
        }

        await using (var visit = await OpenAsync(app, "/api/docs", Screen.Phone, "operations"))
            await SaveAsync(visit, "api-docs-phone");
    }

    private async Task<Visit> OpenAsync(LocalApp app, string path, Screen screen, string text)
    {
        var visit = await chromium.OpenAsync(new Uri(app.Url, path), screen);
        await visit.SeesAsync(text);
        return visit;
    }

    private static Task SaveAsync(Visit visit, string name) => visit.Page.ScreenshotAsync(new() { Path = PathOf(name) });

    private static string PathOf(string name) => Repository.PathOf($"docs/images/{name}.png");
}
