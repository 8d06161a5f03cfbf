using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Focusflow.Core.Features.Webhooks;

/// <summary>Signatures as the Standard Webhooks specification defines them (symmetric, version 1).</summary>
public static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";

    /// <summary>A fresh secret: <c>whsec_</c> and 32 random bytes in base64.</summary>
    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The value of the <c>webhook-signature</c> header: <c>v1,</c> and the base64 HMAC-SHA256 of <c>id.timestamp.payload</c>.</summary>
    /// <param name="secret">The subscription's secret, with its prefix.</param>
    /// <param name="messageId">The <c>webhook-id</c>; the same for every attempt.</param>
    /// <param name="sentAt">When this attempt is made; whole seconds count.</param>
    /// <param name="payload">The body, byte for byte as sent.</param>
    public static string Sign(string secret, string messageId, DateTimeOffset sentAt, ReadOnlySpan<byte> payload)
    {
        var key = Convert.FromBase64String(secret[SecretPrefix.Length..]);
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{messageId}.{sentAt.ToUnixTimeSeconds()}."));
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(head);
        hash.AppendData(payload);
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }
}
