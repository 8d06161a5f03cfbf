using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>What the user told in the onboarding, as the client sent it.</summary>
public sealed record Onboarding : UserDocument, IDocument<Onboarding>
{
    /// <summary>The id of the document.</summary>
    public const string DocumentId = "onboarding";

    /// <inheritdoc/>
    public static string KindName => "onboarding";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<Onboarding> JsonType => AccountsJson.Default.Onboarding;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>Free-form; an object.</summary>
    public required JsonElement Preferences { get; init; }
}
