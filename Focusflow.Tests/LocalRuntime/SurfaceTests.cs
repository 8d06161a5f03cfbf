using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

/// <summary>
/// What the local runtime declares under Microsoft's namespaces is there in Microsoft's packages, spelled the same:
/// else sources that compile here would not compile against the real packages.
/// </summary>
public sealed class SurfaceTests
{
    private static readonly HashSet<string> Real = ReadLists();

    [Fact]
    public void Everything_declared_under_Microsofts_namespaces_is_in_Microsofts_packages()
    {
        var declared = typeof(LocalApp).Assembly.GetExportedTypes()
            .Where(type => type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) == true)
            .SelectMany(PublicSurface.Of)
            .ToArray();

        declared.Length.ShouldBeGreaterThan(200);
        declared.Where(line => !Real.Contains(line)).ShouldBeEmpty();
    }

    [Fact]
    public void Whatever_the_packages_lack_or_spell_otherwise_is_found()
    {
        const string real = "Microsoft.Azure.Functions.Worker.TimerInfo";
        var lines = PublicSurface.Of(typeof(AlteredTimerInfo)).Select(line => line.Replace(typeof(AlteredTimerInfo).FullName!, real, StringComparison.Ordinal));

        var foreign = lines.Where(line => !Real.Contains(line));

        foreign.ShouldBe(
        [
            real + " :: public sealed class", // not sealed there
            real + ".IsPastDue { get; init; } :: public bool", // set there
            real + ".ScheduleStatus { get; set; } :: public object?", // a ScheduleStatus? there
            real + ".Skip() :: public void", // not there at all
        ], ignoreOrder: true);
    }

    private static HashSet<string> ReadLists() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "Focusflow.Tests", "TestData", "azure-surface"), "*.txt")
            .SelectMany(File.ReadLines)
            .Where(line => !line.StartsWith('#')),
    ];
}

/// <summary>Microsoft's TimerInfo with four mistakes.</summary>
public sealed class AlteredTimerInfo
{
    public object? ScheduleStatus { get; set; }

    public bool IsPastDue { get; init; }

    public void Skip()
    {
    }
}
