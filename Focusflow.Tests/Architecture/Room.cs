using System.Reflection;

namespace Focusflow.Tests.Architecture;

/// <summary>A folder of source, as namespaces tell it.</summary>
/// <param name="Floor"><c>Features</c>, or the foundation of one project; empty where a project has no floors.</param>
/// <param name="Name">The folder; empty for what stands at the top of a project and puts the rest together.</param>
internal sealed record Room(string Floor, string Name)
{
    public const string Features = "Features";
    public const string Foundation = "Foundation";

    public bool IsFeature => Floor == Features;

    public bool IsFoundation => Floor.StartsWith(Foundation, StringComparison.Ordinal);

    /// <summary>The folder that a namespace stands for, or null when it belongs to none of the assemblies.</summary>
    public static Room? Of(string name, IEnumerable<Assembly> assemblies)
    {
        foreach (var project in assemblies.Select(assembly => assembly.GetName().Name!))
        {
            if (name != project && !name.StartsWith(project + '.', StringComparison.Ordinal))
                continue;
            return name[project.Length..].Split('.', StringSplitOptions.RemoveEmptyEntries) switch
            {
                [Features, var folder, ..] => new(Features, folder),
                [Foundation, var folder, ..] => new($"{Foundation} of {project}", folder),
                [var folder, ..] => new("", folder),
                [] => new("", ""),
            };
        }

        return null;
    }

    /// <summary>The folder inside a feature, or inside a part of the foundation, that a namespace stands for; null when it is no such.</summary>
    public static Room? Inside(string name, IEnumerable<Assembly> assemblies)
    {
        foreach (var project in assemblies.Select(assembly => assembly.GetName().Name!))
        {
            if (name.StartsWith(project + '.', StringComparison.Ordinal) && name[project.Length..].Split('.', StringSplitOptions.RemoveEmptyEntries) is [Features or Foundation, var feature, var folder, ..])
                return new($"{project}, {feature}", folder);
        }

        return null;
    }

    public override string ToString() => Name.Length == 0 ? "the top" : Floor.Length == 0 ? Name : $"{Name} ({Floor})";
}
