using Focusflow.Functions;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Sqlite;
using Focusflow.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Focusflow.Tests.AzureBuild;

/// <summary>
/// The Azure build of Focusflow.Functions in memory: its sources, compiled against the surface that Microsoft's packages
/// list instead of the local runtime, with the source generators of the SDK.
/// </summary>
internal static class AzureCompilation
{
    private static readonly CSharpParseOptions Latest = new(LanguageVersion.Latest, DocumentationMode.Parse);

    // As ImplicitUsings of Microsoft.NET.Sdk has it.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>What the packages declare, without bodies.</summary>
    public static CSharpCompilation Packages { get; } = CSharpCompilation.Create(
        "AzurePackages",
        [Parse(SurfaceSource.Of(Directory.GetFiles(Repository.PathOf("Focusflow.Tests/TestData/azure-surface"), "*.txt").SelectMany(File.ReadLines)), "packages.cs")],
        References(),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The function app on them.</summary>
    public static Compilation FunctionApp { get; } = CompileFunctionApp();

    private static Compilation CompileFunctionApp()
    {
        var folder = Repository.PathOf("Focusflow.Functions");
        var sources = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(file => Parse(File.ReadAllText(file), file));
        return Generated(CSharpCompilation.Create(
            "Focusflow.Functions",
            [Parse(ImplicitUsings, "usings.cs"), .. sources],
            [.. References(), Packages.ToMetadataReference()],
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)));
    }

    private static Compilation Generated(CSharpCompilation compilation)
    {
        var generators = Generators("Microsoft.NETCore.App.Ref", "System.Text.Json.SourceGeneration")
            .Concat(Generators("Microsoft.NETCore.App.Ref", "System.Text.RegularExpressions.Generator"))
            .Concat(Generators("Microsoft.AspNetCore.App.Ref", "Microsoft.Extensions.Logging.Generators"));
        CSharpGeneratorDriver.Create(generators, parseOptions: Latest).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return generated;
    }

    private static IEnumerable<ISourceGenerator> Generators(string pack, string assembly)
    {
        // shared/Microsoft.NETCore.App/10.0.1/ -> packs/{pack}/{newest}/analyzers/dotnet/cs
        var dotnet = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
        var newest = new DirectoryInfo(Path.Combine(dotnet, "packs", pack)).GetDirectories($"{Environment.Version.Major}.*")
            .MaxBy(version => Version.Parse(version.Name.Split('-')[0]))
            ?? throw new InvalidOperationException($"The SDK in {dotnet} has no {pack}.");
        return new GeneratorAssembly(Path.Combine(newest.FullName, "analyzers/dotnet/cs", assembly + ".dll")).Generators;
    }

    // Everything this process was started with, but the app itself, the local runtime and the store it brings along.
    private static IEnumerable<MetadataReference> References()
    {
        string[] without =
        [
            typeof(FocusflowApp).Assembly.Location, typeof(LocalApp).Assembly.Location, typeof(SqliteDatabase).Assembly.Location,
            typeof(AzureCompilation).Assembly.Location,
        ];
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Except(without, StringComparer.OrdinalIgnoreCase)
            .Select(file => MetadataReference.CreateFromFile(file));
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Latest, path);
}
