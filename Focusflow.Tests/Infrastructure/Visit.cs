using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shouldly;

namespace Focusflow.Tests.Infrastructure;

/// <summary>
/// A page in a window of its own, and what went wrong on it. A page follows in its own time, so tests wait for what they expect of it
/// (<see cref="Assertions"/>) and never look once.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext window;
    private readonly ConcurrentQueue<string> complaints = new();

    static Visit() => Assertions.SetDefaultExpectTimeout((float)Patience.Limit.TotalMilliseconds);

    private Visit(IBrowserContext window, IPage page, Uri url)
    {
        this.window = window;
        Page = page;
        page.SetDefaultTimeout((float)Patience.Limit.TotalMilliseconds);
        page.Console += (_, message) =>
        {
            // What a call answers is part of the page; that the browser mentions it too, is not.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource: the server responded with", StringComparison.Ordinal))
                complaints.Enqueue(message.Text);
        };
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(url.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                complaints.Enqueue($"It asked for {request.Url}.");
        };
    }

    public IPage Page { get; }

    public static async Task<Visit> OpenAsync(IBrowser browser, Uri url, Screen screen, bool dark)
    {
        var opened = await browser.NewContextAsync(new()
        {
            ViewportSize = screen == Screen.Phone ? new() { Width = 375, Height = 812 } : new() { Width = 1280, Height = 800 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
        });
        var visit = new Visit(opened, await opened.NewPageAsync(), url);
        await visit.Page.GotoAsync(url.ToString());
        return visit;
    }

    /// <summary>Waits until a text is to be seen.</summary>
    public Task SeesAsync(string text) => Page.GetByText(text).First.WaitForAsync();

    /// <summary>Nothing was complained of, and nothing sticks out to the right.</summary>
    public async Task ShouldFitAsync()
    {
        complaints.ShouldBeEmpty();
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0, "The page scrolls sideways.");
    }

    /// <summary>It fits, and no barrier is serious (by axe-core's rules).</summary>
    public async Task ShouldBeFineAsync()
    {
        await ShouldFitAsync();
        var barriers = (await Page.RunAxe()).Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Help}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}");
        barriers.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync() => await window.DisposeAsync();
}
