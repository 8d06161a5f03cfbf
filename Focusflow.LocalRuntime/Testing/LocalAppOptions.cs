using System.Reflection;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Hosting;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Testing;

/// <summary>Which app a test starts, and how. By default: a temporary store, no environment variables, no console.</summary>
public sealed record LocalAppOptions
{
    private LocalAppOptions(FunctionSource functions, Action<LocalHostBuilder> configure)
    {
        Functions = functions;
        Configure = configure;
    }

    /// <summary>
    /// Changes the options of every app that this process starts, for what all tests share: a log that is looked through
    /// afterwards, a check of every answer. Set it before the first app starts.
    /// </summary>
    public static Func<LocalAppOptions, LocalAppOptions>? ForAll { get; set; }

    /// <summary>The app's assembly.</summary>
    public Assembly App => Functions.App;

    /// <summary>The functions.</summary>
    internal FunctionSource Functions { get; init; }

    /// <summary>What Program.cs does with the builder.</summary>
    public Action<LocalHostBuilder> Configure { get; init; }

    /// <summary>Changes services after the app has registered its own.</summary>
    public Action<LocalHostBuilder>? Customize { get; init; }

    /// <summary>Where the virtual clock starts; null: the real clock.</summary>
    public DateTimeOffset? Now { get; init; } = new DateTimeOffset(2025, 9, 29, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The folder to keep data in, which stays; null: a temporary one, deleted when the app is disposed of.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Whether an acknowledged write is on the disk; a test that only ends the app, not the machine, need not wait for that.</summary>
    public bool DurableWrites { get; init; }

    /// <summary>Settings, as environment variables would give them; keys with colons.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The text of host.json; null: all defaults.</summary>
    public string? HostJson { get; init; }

    /// <summary>The text of local.settings.json; null: all defaults.</summary>
    public string? LocalSettingsJson { get; init; }

    /// <summary>How the durable engine works, such as delivering timers as Azure Storage does.</summary>
    public DurableEngineOptions Durable { get; init; } = new();

    /// <summary>Adds logging; without it nothing is logged.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>Puts something around what <see cref="LocalApp.Client"/> sends its requests with; null: nothing.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler>? ClientHandler { get; init; }

    /// <summary>The same without the functions of some classes.</summary>
    public LocalAppOptions Without(params IReadOnlyList<Type> classes) => this with { Functions = Functions.Without(classes) };

    /// <summary>All functions of an assembly.</summary>
    /// <param name="app">The assembly.</param>
    /// <param name="configure">What its Program.cs does with the builder.</param>
    public static LocalAppOptions For(Assembly app, Action<LocalHostBuilder> configure) =>
        new(FunctionSource.Of(app), configure);

    /// <summary>The functions of some classes only.</summary>
    /// <param name="functions">The classes.</param>
    /// <param name="configure">What a Program.cs would do with the builder; nothing by default.</param>
    public static LocalAppOptions For(IReadOnlyList<Type> functions, Action<LocalHostBuilder>? configure = null) =>
        new(AttributedFunctions.Of(functions), configure ?? (_ => { }));
}
