using Microsoft.CodeAnalysis;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.AzureBuild;

/// <summary>The Azure build, as far as it can be had without Microsoft's packages.</summary>
public sealed class AzureBuildTests
{
    [Fact]
    public void The_listed_surface_is_understood_as_a_whole()
    {
        // Explicit implementations of interfaces are private (CS0535, CS0738), and one package that is only passed through is not
        // listed (CS0400, DurableTask.Core).
        Seen(AzureCompilation.Packages.GetDeclarationDiagnostics(), DiagnosticSeverity.Error, "CS0535", "CS0738", "CS0400").ShouldBeEmpty();
    }

    [Fact]
    public void The_functions_compile_against_the_packages_without_a_warning()
    {
        Seen(AzureCompilation.FunctionApp.GetDiagnostics(), DiagnosticSeverity.Warning, "CS1591").ShouldBeEmpty();
    }

    private static IEnumerable<string> Seen(IEnumerable<Diagnostic> diagnostics, DiagnosticSeverity least, params string[] except) =>
        diagnostics.Where(found => found.Severity >= least && !except.Contains(found.Id)).Select(found => found.ToString());
}
