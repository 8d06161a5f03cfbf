using System.Text;

namespace Focusflow.Tests.Architecture;

/// <summary>A house as a Mermaid diagram: a box per floor, an arrow to what is known and not known through somebody else anyway.</summary>
internal static class HousePicture
{
    private const string Begin = "<!-- who knows whom: written by ArchitectureTests -->";
    private const string End = "<!-- end of who knows whom -->";

    /// <summary>The document with the pictures between their markers.</summary>
    public static string Fill(string document, IEnumerable<House> houses)
    {
        var (begin, end) = (document.IndexOf(Begin, StringComparison.Ordinal), document.IndexOf(End, StringComparison.Ordinal));
        return begin < 0 || end < begin
            ? throw new InvalidOperationException($"The document has no place for the pictures: {Begin} ... {End}.")
            : $"{document[..(begin + Begin.Length)]}\n\n{string.Concat(houses.Select(Section))}{document[end..]}";
    }

    private static string Section(House house) => $"{house.Name}:\n\n```mermaid\n{Draw(house.Graph)}```\n\n";

    /// <summary>The diagram. Between floors there is one arrow, since nearly everybody upstairs knows nearly everybody downstairs.</summary>
    internal static string Draw(FolderGraph graph)
    {
        var text = new StringBuilder("flowchart TB\n");
        var rooms = graph.Rooms.Where(room => room.Name.Length > 0).OrderBy(room => room.Name, StringComparer.Ordinal).ToList();
        foreach (var floor in rooms.GroupBy(room => room.Floor, StringComparer.Ordinal).OrderBy(floor => floor.Key, StringComparer.Ordinal))
        {
            if (floor.Key.Length > 0)
                text.Append(null, $"  subgraph {IdOfFloor(floor.Key)}[\"{floor.Key}\"]\n");
            foreach (var room in floor)
                text.Append(null, $"    {Id(room)}[\"{room.Name}\"]\n");
            var within = Within(graph, floor.Key);
            foreach (var room in floor)
            {
                foreach (var other in within.DirectlyKnownTo(room).OrderBy(other => other.Name, StringComparer.Ordinal))
                    text.Append(null, $"    {Id(room)} --> {Id(other)}\n");
            }

            if (floor.Key.Length > 0)
                text.Append("  end\n");
        }

        var floors = new FolderGraph();
        foreach (var (from, to, why) in graph.Edges.Where(edge => edge.From.Floor.Length > 0 && edge.To.Floor.Length > 0))
            floors.Add(new Room("", from.Floor), new Room("", to.Floor), why);
        foreach (var floor in floors.Rooms.OrderBy(floor => floor.Name, StringComparer.Ordinal))
        {
            foreach (var below in floors.DirectlyKnownTo(floor))
                text.Append(null, $"  {IdOfFloor(floor.Name)} ==> {IdOfFloor(below.Name)}\n");
        }

        return text.ToString();
    }

    private static FolderGraph Within(FolderGraph graph, string floor)
    {
        var part = new FolderGraph();
        foreach (var (from, to, why) in graph.Edges.Where(edge => edge.From.Floor == floor && edge.To.Floor == floor && edge.From.Name.Length > 0))
            part.Add(from, to, why);
        return part;
    }

    private static string Id(Room room) => room.Floor.Split(' ', '.')[^1] + room.Name;

    private static string IdOfFloor(string floor) => floor.Split(' ', '.')[^1] + "Floor";
}
