using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Focusflow.Tests.Infrastructure;

/// <summary>
/// What <c>infra/</c> comes to in the compiler's eyes: the templates, and the resources that deploying them would make, with
/// loops unrolled and conditions decided. An output of a module, known to Azure alone, reads <c>[identity.clientId]</c>.
/// </summary>
internal sealed partial class Deployment
{
    private static readonly Lazy<IReadOnlyDictionary<string, JsonNode>> Compiled = new(Compile);
    private static readonly Lazy<Deployment> Plain = new(() => new([]));
    private static readonly Lazy<Deployment> Full = new(() => new(Bicep.Variables.ToDictionary(
        name => name,
        name => name switch
        {
            "AZURE_LOCATION" => "westeurope",
            "CORS_ORIGINS" => "https://app.example.com,https://www.example.com",
            "MONTHLY_BUDGET" => "25",
            "EXTERNAL_AUTHORITY" => "https://login.example.com/",
            "FRONTEND_URL" => "https://app.example.com",
            "MAIL_FROM" => "Focusflow <hello@example.com>",
            _ => name.ToLowerInvariant(),
        },
        StringComparer.Ordinal)));

    private Deployment(Dictionary<string, string> variables) =>
        Resources = [.. JsonNode.Parse(ModuleOutput().Replace(Bicep.Predict(variables), "${module}.${output}"))!["predictedResources"]!.AsArray().Select(node => node!)];

    /// <summary>A deployment by somebody who has set none of the variables.</summary>
    public static Deployment Default => Plain.Value;

    /// <summary>A deployment by somebody who has set them all.</summary>
    public static Deployment WithEverything => Full.Value;

    /// <summary>The compiled template <c>main</c> and those of its modules, by name.</summary>
    public static IReadOnlyDictionary<string, JsonNode> Templates => Compiled.Value;

    /// <summary>Everything that is deployed.</summary>
    public IReadOnlyList<JsonNode> Resources { get; }

    /// <summary>The function app's settings.</summary>
    public Dictionary<string, string> Settings => Of("Microsoft.Web/sites").Single()["properties"]!["siteConfig"]!["appSettings"]!.AsArray()
        .ToDictionary(setting => setting!["name"]!.GetValue<string>(), setting => setting!["value"]!.GetValue<string>(), StringComparer.Ordinal);

    /// <summary>The resources of one type.</summary>
    public IEnumerable<JsonNode> Of(string type) => Resources.Where(resource => resource["type"]!.GetValue<string>() == type);

    private static Dictionary<string, JsonNode> Compile()
    {
        var main = JsonNode.Parse(Bicep.Build())!;
        var modules = main["resources"]!.AsObject().Where(resource => resource.Value!["type"]!.GetValue<string>() == "Microsoft.Resources/deployments");
        return new(modules.Select(module => KeyValuePair.Create(module.Key, module.Value!["properties"]!["template"]!)), StringComparer.Ordinal) { ["main"] = main };
    }

    [GeneratedRegex(@"reference\(resourceId\('[^']*', '[^']*', 'Microsoft\.Resources/deployments', format\('(?<module>\w+)-.*?\.name\)\)\), '[^']*'\)\.outputs\.(?<output>\w+)\.value")]
    private static partial Regex ModuleOutput();
}
