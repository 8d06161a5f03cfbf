using System.Reflection;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions;
using Focusflow.LocalRuntime.Testing;

namespace Focusflow.Tests.Architecture;

/// <summary>Assemblies whose folders make one picture. A feature has one place in it, however many of them it has a folder in.</summary>
/// <param name="Name">What the picture is of.</param>
/// <param name="Assemblies">The assemblies, the lowest first.</param>
internal sealed record House(string Name, params Assembly[] Assemblies)
{
    private FolderGraph? graph;

    public FolderGraph Graph => graph ??= FolderGraph.Of(Assemblies, name => Room.Of(name, Assemblies));

    /// <summary>The folders inside features.</summary>
    public FolderGraph Inside => FolderGraph.Of(Assemblies, name => Room.Inside(name, Assemblies));

    public static IReadOnlyList<House> All { get; } =
    [
        new("Focusflow.Core and Focusflow.Functions", typeof(Document).Assembly, typeof(FocusflowApp).Assembly),
        new("Focusflow.LocalRuntime", typeof(LocalApp).Assembly),
    ];
}
