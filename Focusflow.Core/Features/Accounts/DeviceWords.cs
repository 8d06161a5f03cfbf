namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// What a device is called in the list of sessions, such as <c>Firefox on Windows</c>: enough to know one's own again. What a
/// browser sends about itself is not kept.
/// </summary>
public static class DeviceWords
{
    // The first that is found counts: Edge calls itself Chrome too, and Chrome Safari.
    private static readonly (string Mark, string Word)[] Programs =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"), ("python", "Python"), ("okhttp", "an app"),
        ("node", "Node.js"), ("axios", "Node.js"),
    ];

    private static readonly (string Mark, string Word)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"),
        ("Macintosh", "macOS"), ("Linux", "Linux"),
    ];

    /// <summary>The words for what a client sends as <c>User-Agent</c>.</summary>
    public static string Of(string? userAgent)
    {
        var (program, system) = (Find(Programs, userAgent), Find(Systems, userAgent));
        return (program, system) switch
        {
            (null, null) => "Unknown device",
            (null, _) => system,
            (_, null) => program,
            _ => $"{program} on {system}",
        };
    }

    private static string? Find((string Mark, string Word)[] words, string? userAgent) =>
        Array.Find(words, word => userAgent?.Contains(word.Mark, StringComparison.OrdinalIgnoreCase) == true).Word;
}
