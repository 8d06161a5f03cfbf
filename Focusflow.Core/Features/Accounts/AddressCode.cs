using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// The code that was last asked for an address and a purpose, whether or not anybody has an account under that address: so that
/// whoever asks, and whoever tries, has the same done for them.
/// </summary>
public sealed record AddressCode : Document, IDocument<AddressCode>
{
    /// <inheritdoc/>
    public static string KindName => "addressCode";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.Identities;

    /// <inheritdoc/>
    public static JsonTypeInfo<AddressCode> JsonType => AccountsJson.Default.AddressCode;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    [JsonIgnore]
    public override TimeSpan? TimeToLive => LiveCode.Kept;

    /// <summary>The ids under which the account would have claimed the address (see <see cref="Identity"/>).</summary>
    public required IReadOnlyList<string> EmailIds { get; init; }

    /// <summary>The code.</summary>
    public required LiveCode Code { get; init; }

    /// <summary>When codes were asked for lately.</summary>
    public IReadOnlyList<DateTimeOffset> Asked { get; init; } = [];

    /// <summary>The id for a purpose and an address.</summary>
    public static string IdOf(string purpose, EmailAddress email) => Identity.IdOf("code", $"{purpose}\n{email.Text}");
}
