using System.Security.Cryptography;
using System.Text.Json;

namespace Focusflow.Core.Foundation.Idempotency;

/// <summary>
/// Seals kept answers, which may hold tokens, with AES-GCM. The key comes from the service's secret and from the request
/// itself, so that neither the store alone, nor the store and another request, gives them away.
/// </summary>
/// <param name="secret">The service's secret.</param>
public sealed class AnswerSeal(byte[] secret)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] fingerprintKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "focusflow request fingerprints"u8.ToArray());

    /// <summary>What tells requests apart. Keyed, since a body may hold a password that could be guessed from a plain hash.</summary>
    public string Fingerprint(string route, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, fingerprintKey);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(route));
        hash.AppendData([0]);
        hash.AppendData(body);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Seals an answer.</summary>
    public byte[] Seal(KeptAnswer answer, string fingerprint, ReadOnlySpan<byte> body)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(answer, KeptAnswerJson.Default.KeptAnswer);
        var box = new byte[NonceLength + TagLength + plain.Length];
        var nonce = box.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = CipherOf(fingerprint, body);
        cipher.Encrypt(nonce, plain, box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength));
        return box;
    }

    /// <summary>Opens a sealed answer; null when the service's secret has changed since.</summary>
    public KeptAnswer? Open(byte[] box, string fingerprint, ReadOnlySpan<byte> body)
    {
        var plain = new byte[box.Length - NonceLength - TagLength];
        using var cipher = CipherOf(fingerprint, body);
        try
        {
            cipher.Decrypt(box.AsSpan(0, NonceLength), box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return JsonSerializer.Deserialize(plain, KeptAnswerJson.Default.KeptAnswer);
    }

    private AesGcm CipherOf(string fingerprint, ReadOnlySpan<byte> body)
    {
        // The fingerprint lies beside the sealed answer, so it cannot be the key; the hash of the body nobody has stored.
        byte[] salt = [.. Convert.FromHexString(fingerprint), .. SHA256.HashData(body)];
        return new AesGcm(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, salt, "focusflow kept answers"u8.ToArray()), TagLength);
    }
}
