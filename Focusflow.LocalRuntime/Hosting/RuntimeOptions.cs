using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Foundation.Settings;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Hosting;

/// <summary>What one host runs and how: from the command line, or from a test.</summary>
internal sealed record RuntimeOptions
{
    /// <summary>The app's functions.</summary>
    public required FunctionSource Functions { get; init; }

    /// <summary>Named in the banner and as the application's name.</summary>
    public required string ApplicationName { get; init; }

    /// <summary>The port; 0 is any free one, null what local.settings.json says or 7071.</summary>
    public int? Port { get; init; }

    /// <summary>The folder that data is kept in; null: a temporary one, deleted at the end.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Whether an acknowledged write is on the disk; a temporary folder never needs that.</summary>
    public bool DurableWrites { get; init; } = true;

    /// <summary>Whether time stands still until moved.</summary>
    public bool VirtualClock { get; init; }

    /// <summary>Where the virtual clock starts; null: now.</summary>
    public DateTimeOffset? ClockStart { get; init; }

    /// <summary>Where settings come from.</summary>
    public SettingsSources Settings { get; init; } = new();

    /// <summary>How the durable engine works.</summary>
    public DurableEngineOptions Durable { get; init; } = new();

    /// <summary>Whether the process belongs to this host: signals stop it, log lines go to the console.</summary>
    public bool OwnsProcess { get; init; }

    /// <summary>Adds to the logging.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }
}
