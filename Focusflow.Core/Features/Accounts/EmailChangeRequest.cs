using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>The address that a user wants instead of the present one, and the code that was sent there.</summary>
public sealed record EmailChangeRequest : UserDocument, IDocument<EmailChangeRequest>
{
    /// <summary>The id of the document; a user has one.</summary>
    public const string DocumentId = "email-change";

    /// <inheritdoc/>
    public static string KindName => "emailChange";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<EmailChangeRequest> JsonType => AccountsJson.Default.EmailChangeRequest;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    [JsonIgnore]
    public override TimeSpan? TimeToLive => LiveCode.Kept;

    /// <summary>The new address, normalised.</summary>
    public required string NewEmail { get; init; }

    /// <summary>The code.</summary>
    public required LiveCode Code { get; init; }

    /// <summary>When codes were asked for lately.</summary>
    public IReadOnlyList<DateTimeOffset> Asked { get; init; } = [];

    /// <summary>What the code is for, and for whom.</summary>
    [JsonIgnore]
    public string About => $"change\n{UserId}\n{NewEmail}";
}
