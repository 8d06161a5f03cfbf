using System.Globalization;

namespace Focusflow.Scale;

/// <summary>What figures were made on.</summary>
internal static class Machine
{
    private const string LoadFile = "/proc/loadavg";

    /// <summary>The cores, and whether others used them, too; asked before anything is measured.</summary>
    public static string Describe()
    {
        var cores = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores");
        if (!File.Exists(LoadFile))
            return cores;
        var load = double.Parse(File.ReadAllText(LoadFile).Split(' ')[0], CultureInfo.InvariantCulture);
        return load < 1 ? cores : string.Create(CultureInfo.InvariantCulture, $"{cores} that **were busy with other work** (a load of {load:0} before it began)");
    }
}
