using System.Text.Json.Serialization;

namespace Focusflow.Functions.Foundation.Health;

/// <summary>How the service is: <c>live</c> or <c>ready</c>.</summary>
internal sealed record HealthResource(string Status);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HealthResource))]
internal sealed partial class HealthJson : JsonSerializerContext;
