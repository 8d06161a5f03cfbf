using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Focusflow.LocalRuntime.Foundation.Settings;

/// <summary>host.json and local.settings.json, read as the Functions host and Core Tools read them.</summary>
internal sealed class HostSettings
{
    private static readonly string[] DefaultOrigins = ["http://localhost:5173", "http://localhost:3000"];

    private HostSettings(IConfiguration host, IConfiguration local, Dictionary<string, string?> values)
    {
        HostJson = host;
        Values = values;
        RoutePrefix = (host["extensions:http:routePrefix"] ?? "api").Trim('/');
        LocalHttpPort = local["Host:LocalHttpPort"] is { } port ? ParsePort(port) : 7071;
        CorsOrigins = local["Host:CORS"] is { } cors
            ? cors.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : DefaultOrigins;
        CorsCredentials = !string.Equals(local["Host:CORSCredentials"], "false", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>host.json, overridden by <c>AzureFunctionsJobHost__...</c>.</summary>
    public IConfiguration HostJson { get; }

    /// <summary>The <c>Values</c> of local.settings.json; keys with colons.</summary>
    public IReadOnlyDictionary<string, string?> Values { get; }

    /// <summary>What every route begins with, without slashes at the ends; may be empty.</summary>
    public string RoutePrefix { get; }

    /// <summary>The port when the command line names none.</summary>
    public int LocalHttpPort { get; }

    /// <summary>The origins that browsers may call from; <c>*</c> is every origin, without credentials.</summary>
    public IReadOnlyList<string> CorsOrigins { get; }

    /// <summary>Whether browsers may send credentials; unless switched off they may.</summary>
    public bool CorsCredentials { get; }

    public static HostSettings Read(SettingsSources sources)
    {
        var local = Json("local.settings.json", sources.LocalSettingsJson ?? Text(sources, "local.settings.json"));
        if (string.Equals(local["IsEncrypted"], "true", StringComparison.OrdinalIgnoreCase))
            throw new StartRefusedException("local.settings.json is encrypted; decrypt it with: func settings decrypt");

        var values = local.GetSection("Values").AsEnumerable(makePathsRelative: true)
            .Where(pair => pair.Value is not null)
            .ToDictionary(pair => Key(pair.Key), pair => pair.Value, StringComparer.OrdinalIgnoreCase);

        const string prefix = "AzureFunctionsJobHost:";
        var host = Json("host.json", sources.HostJson ?? Text(sources, "host.json"), further =>
        {
            further.AddInMemoryCollection(values
                .Where(pair => pair.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                .Select(pair => KeyValuePair.Create(pair.Key[prefix.Length..], pair.Value)));
            if (sources.ReadEnvironment)
                further.AddEnvironmentVariables("AzureFunctionsJobHost__");
        });
        return new HostSettings(host, local, values);
    }

    /// <summary>Where the app runs, such as Development (also when nobody says) or Production.</summary>
    public string EnvironmentName(SettingsSources sources)
    {
        string[] names = ["AZURE_FUNCTIONS_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT"];
        return names.Select(name => sources.Overrides.GetValueOrDefault(name)).FirstOrDefault(value => value is not null)
            ?? (sources.ReadEnvironment ? names.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => value is { Length: > 0 }) : null)
            ?? names.Select(name => Values.GetValueOrDefault(name)).FirstOrDefault(value => value is { Length: > 0 })
            ?? "Development";
    }

    private static string Key(string name) => name.Replace("__", ":", StringComparison.Ordinal);

    private static int ParsePort(string text) =>
        int.TryParse(text, out var port) && port is >= 0 and <= 65535
            ? port
            : throw new StartRefusedException($"Host.LocalHttpPort in local.settings.json must be a port from 0 to 65535, not \"{text}\".");

    private static string? Text(SettingsSources sources, string name) =>
        sources.Folder is { } folder && Path.Combine(folder, name) is var path && File.Exists(path) ? File.ReadAllText(path) : null;

    private static IConfigurationRoot Json(string name, string? text, Action<IConfigurationBuilder>? addOverrides = null)
    {
        try
        {
            var builder = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(text ?? "{}")));
            addOverrides?.Invoke(builder);
            return builder.Build();
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidDataException)
        {
            throw new StartRefusedException($"{name} cannot be read: {error.InnerException?.Message ?? error.Message}");
        }
    }
}
