using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Output;

namespace Focusflow.Functions.Foundation.Health;

/// <summary>How the service is.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
internal sealed record HealthResource([property: Words(typeof(HealthResource))] string Status)
{
    /// <summary>What it may be.</summary>
    public static IReadOnlyList<string> All { get; } = ["live", "ready"];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HealthResource))]
internal sealed partial class HealthJson : JsonSerializerContext;
