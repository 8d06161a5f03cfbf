using System.Reflection;
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

/// <summary>That the service is alive, and which build of it.</summary>
/// <param name="Status"><c>live</c>.</param>
/// <param name="Version">The version, such as <c>1.0.0</c>.</param>
/// <param name="Commit">The commit that it was built from, or null when it was not built from a repository.</param>
internal sealed record LiveResource(string Status, string Version, string? Commit)
{
    /// <summary>This build, as the compiler noted it.</summary>
    public static LiveResource Of(Assembly assembly)
    {
        var noted = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', 2);
        return new LiveResource("live", noted[0], noted.ElementAtOrDefault(1));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HealthResource))]
[JsonSerializable(typeof(LiveResource))]
internal sealed partial class HealthJson : JsonSerializerContext;
