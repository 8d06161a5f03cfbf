using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>Where an app's functions come from.</summary>
/// <param name="App">The app's assembly.</param>
/// <param name="Read">Reads what the host is told of each function.</param>
internal sealed record FunctionSource(Assembly App, Func<IReadOnlyList<IFunctionMetadata>> Read)
{
    /// <summary>
    /// All functions of an app, as the worker SDK wrote them into the assembly when it was built: what the real host is told, so
    /// that names, routes, methods, levels and schedules are the same by construction.
    /// </summary>
    public static FunctionSource Of(Assembly app) => new(app, () => ReadGenerated(app));

    /// <summary>The same without the functions of some classes.</summary>
    public FunctionSource Without(IReadOnlyList<Type> classes) => this with
    {
        Read = () => [.. Read().Where(function => !classes.Any(type => function.EntryPoint!.StartsWith($"{type.FullName}.", StringComparison.Ordinal)))],
    };

    private static ImmutableArray<IFunctionMetadata> ReadGenerated(Assembly app)
    {
        var type = Array.Find(app.GetExportedTypes(), type => type.IsClass && type.IsAssignableTo(typeof(IFunctionMetadataProvider)))
            ?? throw new InvalidOperationException($"{app.GetName().Name} was not built with Microsoft.Azure.Functions.Worker.Sdk: it does not tell its functions.");
        var provider = (IFunctionMetadataProvider)Activator.CreateInstance(type)!;
        return provider.GetFunctionMetadataAsync(AppContext.BaseDirectory).GetAwaiter().GetResult();
    }
}
