using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Stands where the account was while the rest of the user is being deleted, and goes last. While it is there nobody can
/// sign in, and nobody can put an account in its place. It holds what the deletion must still know when the documents that
/// told it are gone, and names nobody.
/// </summary>
public sealed record DepartingAccount : UserDocument, IDocument<DepartingAccount>
{
    /// <inheritdoc/>
    public static string KindName => "departingAccount";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<DepartingAccount> JsonType => AccountsJson.Default.DepartingAccount;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>When the user asked for it; what the sweeper's query looks for.</summary>
    public required DateTimeOffset DepartingSince { get; init; }

    /// <summary>The weeks on whose boards the user may be.</summary>
    public IReadOnlyList<string> Weeks { get; init; } = [];

    /// <summary>The ids of what counts codes asked for under the user's address, which are hashes.</summary>
    [JsonPropertyName("lockOuts")]
    public IReadOnlyList<string> Codes { get; init; } = [];
}
