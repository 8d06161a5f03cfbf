namespace Focusflow.LocalRuntime.Foundation.Settings;

/// <summary>Where the settings of a host come from.</summary>
internal sealed record SettingsSources
{
    /// <summary>The folder of host.json and local.settings.json; null: neither is read.</summary>
    public string? Folder { get; init; }

    /// <summary>The text of host.json, instead of the file.</summary>
    public string? HostJson { get; init; }

    /// <summary>The text of local.settings.json, instead of the file.</summary>
    public string? LocalSettingsJson { get; init; }

    /// <summary>Whether environment variables are read; they override the files.</summary>
    public bool ReadEnvironment { get; init; }

    /// <summary>Settings that override everything else.</summary>
    public IReadOnlyDictionary<string, string?> Overrides { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
}
