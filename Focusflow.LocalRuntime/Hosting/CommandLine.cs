using System.Globalization;
using System.Reflection;
using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Foundation.Settings;

namespace Focusflow.LocalRuntime.Hosting;

/// <summary>Reads the command line: <c>--port N --data DIR --clock virtual[=START]</c>.</summary>
internal static class CommandLine
{
    private const string Usage = "Options: --port N (0: any free one), --data DIR (:memory: keeps nothing), --clock virtual[=START]";

    /// <summary>What the command line asks for; throws <see cref="StartRefusedException"/>.</summary>
    public static RuntimeOptions Read(string[] args, Assembly app)
    {
        var options = new RuntimeOptions
        {
            Functions = FunctionSource.Of(app),
            ApplicationName = app.GetName().Name ?? "functions",
            DataFolder = ".focusflow",
            Settings = new SettingsSources { Folder = AppContext.BaseDirectory, ReadEnvironment = true },
            OwnsProcess = true,
        };
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var before, var after] ? (before, after) : (args[i], null);
            if (name is not ("--port" or "--data" or "--clock"))
                throw new StartRefusedException($"The option {name} is unknown.", Usage);
            value ??= ++i < args.Length ? args[i] : throw new StartRefusedException($"The option {name} needs a value.", Usage);
            options = Apply(options, name, value);
        }

        return options;
    }

    private static RuntimeOptions Apply(RuntimeOptions options, string name, string value) => name switch
    {
        "--port" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
            ? options with { Port = port }
            : throw new StartRefusedException($"--port must be a number from 0 to 65535, not \"{value}\"."),
        "--data" => value.Length > 0
            ? options with { DataFolder = value == ":memory:" ? null : value }
            : throw new StartRefusedException("--data must name a folder, or :memory: to keep nothing."),
        _ => Clock(options, value),
    };

    private static RuntimeOptions Clock(RuntimeOptions options, string value)
    {
        if (value == "virtual")
            return options with { VirtualClock = true };
        return value.StartsWith("virtual=", StringComparison.Ordinal) && IsoTime.TryInstant(value["virtual=".Length..], out var start)
            ? options with { VirtualClock = true, ClockStart = start }
            : throw new StartRefusedException($"--clock must be virtual or virtual=START such as virtual=2025-09-29T08:00:00Z, not \"{value}\".");
    }
}
