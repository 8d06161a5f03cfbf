using System.Reflection;
using Focusflow.Tests.Infrastructure;
using Mono.Cecil;

namespace Focusflow.Tests.Architecture;

/// <summary>Who knows whom, each with one example that says why.</summary>
internal sealed class FolderGraph
{
    private readonly Dictionary<Room, Dictionary<Room, string>> known = [];

    public IEnumerable<Room> Rooms => known.Keys;

    public IEnumerable<Room> KnownTo(Room room) => known.GetValueOrDefault(room)?.Keys ?? Enumerable.Empty<Room>();

    /// <summary>All knowledge: who, of whom, why.</summary>
    public IEnumerable<(Room From, Room To, string Why)> Edges =>
        from one in known
        from other in one.Value
        select (one.Key, other.Key, other.Value);

    /// <summary>Reads the compiled assemblies, and the sources' usings for what leaves no trace in them, such as constants.</summary>
    /// <param name="house">The assemblies.</param>
    /// <param name="roomOf">The folder that a namespace stands for, or null.</param>
    public static FolderGraph Of(IReadOnlyList<Assembly> house, Func<string, Room?> roomOf)
    {
        var graph = new FolderGraph();
        foreach (var assembly in house)
        {
            graph.AddTypes(assembly, roomOf);
            graph.AddUsings(assembly, roomOf);
        }

        return graph;
    }

    public void Add(Room from, Room to, string why)
    {
        known.TryAdd(from, []);
        known.TryAdd(to, []);
        if (from != to)
            known[from].TryAdd(to, why);
    }

    /// <summary>A way from a folder back to itself, each step with its reason; empty when there is none.</summary>
    public IReadOnlyList<string> FindCycle()
    {
        foreach (var start in Rooms)
        {
            var cameFrom = new Dictionary<Room, Room>();
            var waiting = new Queue<Room>([start]);
            while (waiting.TryDequeue(out var room))
            {
                foreach (var next in KnownTo(room).Where(next => cameFrom.TryAdd(next, room)))
                    waiting.Enqueue(next);
            }

            if (cameFrom.ContainsKey(start))
                return Way(start, cameFrom);
        }

        return [];
    }

    /// <summary>What a folder knows that it does not come to know through another one; of a graph without cycles.</summary>
    public IEnumerable<Room> DirectlyKnownTo(Room room) =>
        KnownTo(room).Where(other => !KnownTo(room).Any(between => between != other && Reaches(between, other)));

    private bool Reaches(Room from, Room to)
    {
        var seen = new HashSet<Room>();
        var waiting = new Stack<Room>(KnownTo(from));
        while (waiting.TryPop(out var room))
        {
            if (room == to)
                return true;
            if (!seen.Add(room))
                continue;
            foreach (var next in KnownTo(room))
                waiting.Push(next);
        }

        return false;
    }

    private List<string> Way(Room start, Dictionary<Room, Room> cameFrom)
    {
        var way = new List<string>();
        var to = start;
        do
        {
            var from = cameFrom[to];
            way.Insert(0, $"{from} knows {to}: {known[from][to]}");
            to = from;
        }
        while (to != start);
        return way;
    }

    private void AddTypes(Assembly assembly, Func<string, Room?> roomOf)
    {
        using var module = ModuleDefinition.ReadModule(assembly.Location);
        foreach (var type in module.GetTypes())
        {
            if (roomOf(Mentions.NamespaceOf(type)) is not { } from)
                continue;
            foreach (var mentioned in Mentions.In(type))
            {
                if (roomOf(Mentions.NamespaceOf(mentioned)) is { } to)
                    Add(from, to, $"{type.FullName} mentions {mentioned.FullName}");
            }
        }
    }

    private void AddUsings(Assembly assembly, Func<string, Room?> roomOf)
    {
        var folder = Repository.PathOf(assembly.GetName().Name!);
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (path.StartsWith("obj/", StringComparison.Ordinal) || path.StartsWith("bin/", StringComparison.Ordinal))
                continue;
            var own = $"{assembly.GetName().Name}.{Path.GetDirectoryName(path)!.Replace('/', '.').Replace('\\', '.')}".TrimEnd('.');
            foreach (var line in File.ReadLines(file).TakeWhile(line => !line.StartsWith("namespace ", StringComparison.Ordinal)))
            {
                if (line.StartsWith("using ", StringComparison.Ordinal) && roomOf(line.Split(' ', ';')[^2]) is { } to && roomOf(own) is { } from)
                    Add(from, to, $"{path} says {line}");
            }
        }
    }
}
