using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// A name that only one user can have, claimed by creating its document: an e-mail address, a username, or the subject of
/// an external issuer. The id is a hash, since names may hold characters that ids may not, and need no second place.
/// A claim counts only when the claimant's account confirms it; see <see cref="IdentityClaims"/>.
/// </summary>
public sealed record Identity : Document, IDocument<Identity>
{
    /// <inheritdoc/>
    public static string KindName => "identity";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.Identities;

    /// <inheritdoc/>
    public static JsonTypeInfo<Identity> JsonType => AccountsJson.Default.Identity;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The user who claimed it.</summary>
    public required string UserId { get; init; }

    /// <summary>When it was claimed.</summary>
    public required DateTimeOffset ClaimedAt { get; init; }

    /// <summary>The id of an e-mail address (normalised, see <see cref="EmailAddress"/>).</summary>
    public static string OfEmail(string email) => IdOf("email", email);

    /// <summary>The id of a username.</summary>
    public static string OfUsername(string username) => IdOf("username", Usernames.Key(username));

    /// <summary>The id of a subject of an external issuer.</summary>
    public static string OfSubject(string issuer, string subject) => IdOf("subject", issuer + "\n" + subject);

    internal static string IdOf(string type, string name) =>
        $"{type}:{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
}
