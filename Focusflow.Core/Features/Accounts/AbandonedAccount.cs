using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Stands where an account would be whose registration broke off, so that this registration, should it still be under way
/// somewhere, cannot complete after others have taken over the names it had claimed.
/// </summary>
public sealed record AbandonedAccount : UserDocument, IDocument<AbandonedAccount>
{
    /// <inheritdoc/>
    public static string KindName => "abandonedAccount";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<AbandonedAccount> JsonType => AccountsJson.Default.AbandonedAccount;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    [JsonIgnore]
    public override TimeSpan? TimeToLive => TimeSpan.FromDays(1);
}
