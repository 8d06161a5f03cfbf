using System.Buffers.Text;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Reach;

/// <summary>Ends mail by one click, without signing in (RFC 8058). The link is made with a key and stored nowhere; it opens nothing else.</summary>
/// <param name="accounts">Changes settings.</param>
/// <param name="secrets">Makes tokens.</param>
/// <param name="options">Where the API is.</param>
public sealed class Unsubscribing(AccountEditor accounts, CodeSecrets secrets, MailOptions options)
{
    private const int IdLength = 22;
    private static readonly Problem NotGood = new(ProblemCodes.LinkExpired, "The link is not one of this service.");

    /// <summary>The link for a user, or null when the address of the API is not known.</summary>
    public Uri? LinkOf(string userId) => options.ApiPage("mail/unsubscribe", ("token", TokenOf(userId)));

    /// <summary>Whether a token is one of this service.</summary>
    public Outcome<Done> Check(string token) => UserOf(token) is null ? NotGood : default(Done);

    /// <summary>Switches mail of notifications off; once or often. 404 for a token that is none, or whose user is gone.</summary>
    public async Task<Outcome<Done>> EndAsync(string token, CancellationToken cancellation = default)
    {
        if (UserOf(token) is not { } userId)
            return NotGood;
        var changed = await accounts.ChangeAsync(
            userId,
            ExpectedVersion.Any,
            account => account with { Settings = account.Settings with { EmailNotificationsEnabled = false } },
            timers: null,
            cancellation: cancellation);
        return changed.Problem is { } problem ? problem : default(Done);
    }

    private string TokenOf(string userId) => Base64Url.EncodeToString(Guid.Parse(userId).ToByteArray()) + secrets.Token($"unsubscribe\n{userId}", "");

    private string? UserOf(string token)
    {
        Span<byte> id = stackalloc byte[18];
        if (token.Length is <= IdLength or > 200 || !Base64Url.IsValid(token.AsSpan(0, IdLength))
            || !Base64Url.TryDecodeFromChars(token.AsSpan(0, IdLength), id, out var length) || length != 16)
        {
            return null;
        }

        var userId = new Guid(id[..16]).ToString("D");
        return secrets.IsToken($"unsubscribe\n{userId}", "", token[IdLength..]) ? userId : null;
    }
}
