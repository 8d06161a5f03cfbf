using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;

namespace Focusflow.Core.Features.Push;

/// <summary>
/// The pair of keys by which push services know this service (VAPID, RFC 8292). Made of a secret of any length, because what writes
/// secrets on Azure can make random text, but no keys.
/// </summary>
public sealed class PushKey
{
    // More bytes than the key has, so that no private key is more likely than another (FIPS 186-5, A.2.1).
    private const int SeedLength = 48;
    private const int NumberLength = 32;

    private static readonly BigInteger Order = new(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);

    private PushKey(ECParameters pair)
    {
        Public = Base64Url.EncodeToString([4, .. pair.Q.X!, .. pair.Q.Y!]);
        Private = Base64Url.EncodeToString(pair.D!);
    }

    /// <summary>The public key: an uncompressed point of P-256 in base64url, as browsers want it.</summary>
    public string Public { get; }

    /// <summary>The private key: 32 bytes in base64url.</summary>
    public string Private { get; }

    /// <summary>The pair of a secret; the same for the same secret.</summary>
    public static PushKey Of(byte[] secret)
    {
        var seed = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, SeedLength, info: "focusflow push key"u8.ToArray());
        var number = (new BigInteger(seed, isUnsigned: true, isBigEndian: true) % (Order - 1)) + 1;
        var bytes = new byte[NumberLength];
        number.TryWriteBytes(bytes.AsSpan(NumberLength - number.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true);
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = bytes });
        return new PushKey(key.ExportParameters(includePrivateParameters: true));
    }
}
