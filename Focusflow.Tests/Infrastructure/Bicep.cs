using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Focusflow.Tests.Infrastructure;

/// <summary>
/// The Bicep compiler, from its package. It works on files alone: <c>--no-restore</c> makes a module that would have to be
/// fetched an error. Where there is no package for the platform, the test that asks is skipped.
/// </summary>
internal static partial class Bicep
{
    private static readonly string Infra = Repository.PathOf("infra");

    private static readonly string? Package = typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .SingleOrDefault(attribute => attribute.Key == "Bicep")?.Value;

    /// <summary>The variables of the environment that <c>infra/main.bicepparam</c> reads.</summary>
    public static IReadOnlyList<string> Variables { get; } =
        [.. Variable().Matches(Repository.Read("infra/main.bicepparam")).Select(match => match.Groups["name"].Value)];

    /// <summary>Lints every file below a folder and gives what there is to complain of; a warning is as bad as an error.</summary>
    public static string[] Lint(string folder) => Run(folder, new(), "lint", "--no-restore", "--pattern", "**/*.bicep*");

    /// <summary>Compiles <c>infra/main.bicep</c>.</summary>
    public static string Build() => Make("main.json", new(), "build", "--no-restore", "main.bicep");

    /// <summary>
    /// Works out what deploying <c>infra/main.bicepparam</c> would make of an empty subscription, without asking Azure. What only
    /// Azure knows stays an expression.
    /// </summary>
    /// <param name="variables">Variables of the environment that the parameters are read from; no others are seen.</param>
    public static string Predict(Dictionary<string, string> variables) =>
        Make("main.snapshot.json", variables, "snapshot", "main.bicepparam", "--mode", "overwrite", "--location", "westeurope", "--subscription-id", Guid.Empty.ToString());

    // The compiler writes its results beside its input, so it gets a copy.
    private static string Make(string result, Dictionary<string, string> variables, params string[] arguments)
    {
        using var copy = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(Infra, "*", SearchOption.AllDirectories))
            copy.Write(Path.GetRelativePath(Infra, file), File.ReadAllText(file));
        var complaints = Run(copy.Path, variables, arguments);
        return complaints is [] ? File.ReadAllText(Path.Combine(copy.Path, result)) : throw new InvalidOperationException(string.Join('\n', complaints));
    }

    private static string[] Run(string folder, Dictionary<string, string> variables, params string[] arguments)
    {
        Assert.SkipWhen(Package is null, $"There is no package with the Bicep compiler for {RuntimeInformation.RuntimeIdentifier}.");
        var start = new ProcessStartInfo(Path.Combine(Package, OperatingSystem.IsWindows() ? "bicep.exe" : "bicep"), arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        foreach (var name in Variables)
            start.Environment.Remove(name);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var complaints = process.StandardError.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.WaitForExit();
        return process.ExitCode == 0 || complaints.Length > 0 ? [.. complaints.Distinct()] : [$"The compiler ended with {process.ExitCode}."];
    }

    [GeneratedRegex(@"readEnvironmentVariable\('(?<name>\w+)'")]
    private static partial Regex Variable();
}
