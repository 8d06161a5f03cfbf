using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Focusflow.Tests.AzureBuild;

/// <summary>Loads the source generators of one assembly.</summary>
internal sealed class GeneratorAssembly(string path) : IAnalyzerAssemblyLoader
{
    public ImmutableArray<ISourceGenerator> Generators => new AnalyzerFileReference(path, this).GetGenerators(LanguageNames.CSharp);

    public void AddDependencyLocation(string fullPath)
    {
        // Dependencies lie beside the assembly.
    }

    public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
}
