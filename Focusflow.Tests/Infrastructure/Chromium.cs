using Microsoft.Playwright;
using Xunit;

namespace Focusflow.Tests.Infrastructure;

/// <summary>
/// A headless Chromium or Chrome that is installed on this machine; none is ever downloaded. Without one the tests are
/// skipped with the reason: call <see cref="OpenAsync"/> first.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "Google/Chrome/Application/chrome.exe"),
    ];

    // Without a sandbox, since root (in a container) has none; the pages are our own. And nothing that talks to anybody.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (Places.FirstOrDefault(File.Exists) is not { } place)
            return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = place, Args = Flags, Headless = true });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }

    /// <summary>Opens a page in a window of its own.</summary>
    internal async Task<Visit> OpenAsync(Uri url, Screen screen = Screen.Desktop, bool dark = false)
    {
        Assert.SkipWhen(browser is null, $"Chromium or Chrome is needed to look at pages, and none of these is there: {string.Join(", ", Places)}.");
        return await Visit.OpenAsync(browser, url, screen, dark);
    }
}

/// <summary>How large a window is.</summary>
public enum Screen
{
    /// <summary>1280 by 800.</summary>
    Desktop,

    /// <summary>375 by 812.</summary>
    Phone,
}

/// <summary>Tests that share the browser; they run one after the other.</summary>
[CollectionDefinition(nameof(Chromium))]
public sealed class ChromiumTests : ICollectionFixture<Chromium>;
