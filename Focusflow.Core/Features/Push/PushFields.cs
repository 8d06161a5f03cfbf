using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Outgoing;

namespace Focusflow.Core.Features.Push;

/// <summary>What a browser's <c>PushSubscription.toJSON()</c> gives.</summary>
/// <param name="Endpoint">Where to send to.</param>
/// <param name="P256dh">The browser's public key in base64url.</param>
/// <param name="Auth">The secret shared with it in base64url.</param>
/// <param name="ExpiresAt">When the browser ends it; null for never.</param>
public sealed record PushFields(string Endpoint, string P256dh, string Auth, DateTimeOffset? ExpiresAt)
{
    private const int PointLength = 65;
    private const int AuthLength = 16;
    private const int MaxKeyText = 100;

    private static readonly FieldRule ExpiryRule = new("expirationTime", FieldType.WholeNumber) { Min = 0, Nullable = true };
    private static readonly DateTimeOffset Latest = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads <c>endpoint</c>, <c>keys: {p256dh, auth}</c> and <c>expirationTime</c>.</summary>
    /// <param name="body">What was sent.</param>
    /// <param name="calendar">The user's.</param>
    /// <param name="allowLoopback">Whether this machine may be named (<see cref="OutgoingOptions.AllowLoopback"/>).</param>
    public static Outcome<PushFields> Read(JsonElement body, UserCalendar calendar, bool allowLoopback = false)
    {
        var fields = new FieldReader(body, calendar);
        var endpoint = fields.Require("endpoint", fields.Text("endpoint", PublicUrl.MaxLength, min: 1, trim: true, nullable: false));
        var sent = fields.Element("keys", new FieldRule("keys", FieldType.FreeForm) { Required = true });
        var keys = fields.Inside("keys", sent is { ValueKind: JsonValueKind.Object } ? sent : null);
        var p256dh = ReadBytes(keys, "p256dh", PointLength, "must be a point of the curve P-256, 65 bytes in base64url");
        var auth = ReadBytes(keys, "auth", AuthLength, "must be 16 bytes in base64url");
        if (p256dh is not null && !IsPoint(p256dh))
            keys.Fail("p256dh", "p256dh must be a point of the curve P-256, 65 bytes in base64url.");
        foreach (var (name, messages) in keys.Problem?.Errors ?? new Dictionary<string, string[]>(StringComparer.Ordinal))
            fields.Fail($"keys.{name}", $"keys.{messages[0]}");
        var expiresAt = ReadExpiry(fields);
        if (endpoint is { IsSet: true, Value: { } url } && PublicUrl.Parse(url, out var wrong, allowLoopback, "endpoint") is null)
            fields.Fail("endpoint", wrong!);
        return fields.Problem is { } problem
            ? problem
            : new PushFields(endpoint.Value!, Base64Url.EncodeToString(p256dh), Base64Url.EncodeToString(auth), expiresAt);
    }

    private static byte[]? ReadBytes(FieldReader keys, string name, int length, string rule)
    {
        if (keys.Require(name, keys.Text(name, MaxKeyText, min: 1, nullable: false)) is not { IsSet: true, Value: { } text })
            return null;
        var bytes = new byte[MaxKeyText];
        if (Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == length)
            return bytes[..length];
        keys.Fail(name, $"{name} {rule}.");
        return null;
    }

    // Whether it is on the curve is what the platform's own reading of keys checks; a secret made with a point that is not could be guessed.
    private static bool IsPoint(byte[] bytes)
    {
        if (bytes[0] != 4)
            return false;
        try
        {
            using var key = ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = bytes[1..33], Y = bytes[33..] },
            });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    // Milliseconds since 1970, as browsers count.
    private static DateTimeOffset? ReadExpiry(FieldReader fields)
    {
        if (fields.Element("expirationTime", ExpiryRule) is not { ValueKind: not JsonValueKind.Null } sent)
            return null;
        if (sent.ValueKind == JsonValueKind.Number && sent.TryGetDecimal(out var milliseconds) && milliseconds == decimal.Truncate(milliseconds)
            && milliseconds >= 0 && milliseconds < Latest.ToUnixTimeMilliseconds())
        {
            return DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
        }

        fields.Fail("expirationTime", "expirationTime must be null or a whole number of milliseconds since 1970.");
        return null;
    }
}
