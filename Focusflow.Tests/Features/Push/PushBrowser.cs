using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shouldly;

namespace Focusflow.Tests.Features.Push;

/// <summary>
/// The browser's side of a push: its keys, and the decryption of RFC 8291 written down from the RFC, without the library that encrypts.
/// A test holds it against the RFC's own example.
/// </summary>
internal sealed class PushBrowser : IDisposable
{
    private const int SaltLength = 16;
    private const int HeadLength = 21;
    private const int TagLength = 16;

    private readonly ECDiffieHellman key;
    private readonly byte[] auth;

    public PushBrowser()
        : this(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), RandomNumberGenerator.GetBytes(16))
    {
    }

    public PushBrowser(ECDiffieHellman key, byte[] auth)
    {
        this.key = key;
        this.auth = auth;
    }

    /// <summary>The public key as browsers tell it.</summary>
    public string P256dh => Base64Url.EncodeToString(Point(key));

    /// <summary>The shared secret as browsers tell it.</summary>
    public string Auth => Base64Url.EncodeToString(auth);

    /// <summary>What <c>PushSubscription.toJSON()</c> gives.</summary>
    public object ToJson(string endpoint, long? expirationTime = null) => new { endpoint, expirationTime, keys = new { p256dh = P256dh, auth = Auth } };

    /// <summary>What a body with the encoding <c>aes128gcm</c> says; throws when it is not for this browser.</summary>
    public string Decrypt(byte[] body)
    {
        var (salt, sender) = (body[..SaltLength], body[HeadLength..(HeadLength + body[20])]);
        BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(SaltLength)).ShouldBeGreaterThanOrEqualTo(body.Length - HeadLength - sender.Length, "There is one record only.");
        using var other = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = sender[1..33], Y = sender[33..] },
        });
        var shared = key.DeriveRawSecretAgreement(other.PublicKey);
        byte[] about = [.. "WebPush: info\0"u8, .. Point(key), .. sender];
        var material = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, salt: auth, info: about);
        var contentKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray());
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 12, salt, "Content-Encoding: nonce\0"u8.ToArray());
        var sealedText = body.AsSpan(HeadLength + sender.Length);
        var text = new byte[sealedText.Length - TagLength];
        using var aes = new AesGcm(contentKey, TagLength);
        aes.Decrypt(nonce, sealedText[..^TagLength], sealedText[^TagLength..], text);
        var end = Array.FindLastIndex(text, letter => letter != 0);
        return text[end] == 2 ? Encoding.UTF8.GetString(text, 0, end) : throw new CryptographicException("The last record is not marked as such.");
    }

    public JsonElement DecryptJson(byte[] body) => JsonElement.Parse(Decrypt(body));

    public void Dispose() => key.Dispose();

    private static byte[] Point(ECDiffieHellman key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. point.X!, .. point.Y!];
    }
}
