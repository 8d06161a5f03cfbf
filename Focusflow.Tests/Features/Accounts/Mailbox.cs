using System.Text.Json;
using System.Text.RegularExpressions;
using Focusflow.LocalRuntime.Testing;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>What the app has mailed to somebody, as the local runtime's mailbox shows it.</summary>
internal static partial class Mailbox
{
    /// <summary>The mails to an address, the newest first, after all that is ordered by now was sent.</summary>
    public static async Task<IReadOnlyList<JsonElement>> MailsAsync(this LocalApp app, string to = "ann@example.com")
    {
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(3));
        return [.. (await (await app.Client.GetAsync($"/runtime/mails?to={Uri.EscapeDataString(to)}")).JsonAsync()).EnumerateArray()];
    }

    /// <summary>The code in the newest mail to an address.</summary>
    public static async Task<string> CodeAsync(this LocalApp app, string to = "ann@example.com") =>
        CodeOf((await app.MailsAsync(to))[0]);

    /// <summary>The code in a mail.</summary>
    public static string CodeOf(JsonElement mail) => Digits().Match(mail.Text("text")).Value;

    /// <summary>The parameter of the link in a mail.</summary>
    public static string LinkParameter(JsonElement mail, string name) => Uri.UnescapeDataString(
        Regex.Match(mail.Text("text"), $"[?&]{name}=([^&\\s]+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

    [GeneratedRegex(@"(?<=^ {4})\d{6}(?=\r?$)", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
