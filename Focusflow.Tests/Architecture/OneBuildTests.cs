using Focusflow.Functions;
using Focusflow.LocalRuntime.Testing;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Architecture;

/// <summary>One build for two hosts: the app knows Microsoft's packages alone, and the local runtime takes none of their names.</summary>
public sealed class OneBuildTests
{
    [Fact]
    public void The_function_app_knows_neither_the_local_runtime_nor_SQLite() =>
        typeof(FocusflowApp).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!)
            .Where(name => name.Contains("LocalRuntime", StringComparison.Ordinal) || name.Contains("Sqlite", StringComparison.OrdinalIgnoreCase))
            .ShouldBeEmpty();

    [Fact]
    public void The_local_runtime_declares_nothing_in_namespaces_of_others() =>
        typeof(LocalApp).Assembly.GetTypes()
            .Where(type => type.Namespace is { } space && !space.StartsWith("Focusflow.", StringComparison.Ordinal) && !type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), inherit: false))
            .Select(type => type.FullName)
            .Where(name => !name!.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal) && !name.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal))
            .ShouldBeEmpty();
}
