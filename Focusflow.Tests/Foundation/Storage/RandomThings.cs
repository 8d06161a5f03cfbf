using System.Globalization;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>Random documents, and random queries that have a fair chance of finding some of them.</summary>
internal sealed class RandomThings(Random random)
{
    private static readonly string[] Owners = ["ann", "bob"];
    private static readonly string[] Kinds = ["thing", "thing", "thing", "gadget", "gizmo"];
    private static readonly string[] Words = ["", "a", "A", "ab", "milk", "Milk and honey", "buy MILK", "é", "naïve café", "世界", "😀 smile", "100%", "_", "it's"];
    private static readonly string[] Tags = ["home", "Home", "work", "x,y", "'", "é", ""];

    public Thing Thing(string id) => new(id, Pick(Owners))
    {
        Kind = Pick(Kinds),
        Name = Pick(Words) + (random.Next(2) == 0 ? "" : Pick(Words)),
        Rank = random.Next(-2, 6),
        At = Instant(),
        Done = random.Next(2) == 0,
        Colour = random.Next(3) == 0 ? null : Pick(Words),
        Tags = random.Next(4) == 0 ? null : [.. Enumerable.Range(0, random.Next(4)).Select(_ => Pick(Tags))],
        Note = random.Next(3) == 0 ? null : Pick(Words) + " " + Pick(Words),
    };

    public DocumentQuery Query(ContainerDefinition container)
    {
        var filters = Enumerable.Range(0, random.Next(4)).Select(_ => Filter()).ToList();
        var limit = random.Next(4) switch { 0 => random.Next(1, 5), 1 => 1000, _ => random.Next(5, 60) };
        string[] kinds = random.Next(6) switch { 0 => [], 1 => ["gadget", "thing"], 2 => ["gizmo"], _ => ["thing"] };
        var sort = kinds is ["thing"] && random.Next(4) > 0 ? new DocumentSort(Pick("name", "rank", "at"), random.Next(2) == 0) : null;
        var partition = sort?.Path == "at" && random.Next(2) == 0 ? null : Pick(Owners);
        var canHaveOthers = kinds.Length > 0 && sort is null && partition is not null && !filters.Exists(filter => filter.MatchesNothing());
        string[] besides = canHaveOthers && random.Next(2) == 0 ? [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => $"t{random.Next(130)}").Distinct()] : [];
        return new DocumentQuery(container, partition, kinds) { Filters = filters, Besides = besides, Sort = sort, Limit = limit };
    }

    public static string Describe(DocumentQuery query) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{query.Partition ?? "every partition"} [{string.Join(',', query.Kinds)}] {query.Sort} limit {query.Limit}: {string.Join("; ", query.Filters.Select(Describe))}, and {string.Join(", ", query.Besides)}");

    private static string Describe(DocumentFilter filter) => filter switch
    {
        DocumentFilter.OneOf one => $"{one.Path} one of [{string.Join("|", one.Values.Select(value => value.Value))}]",
        DocumentFilter.ContainsAny any => $"{any.Path} any of [{string.Join("|", any.Values)}]",
        DocumentFilter.ContainsAll all => $"{all.Path} all of [{string.Join("|", all.Values)}]",
        DocumentFilter.HasText text => $"'{string.Join("' or '", text.Texts)}' in [{string.Join("|", text.Paths)}]",
        _ => filter.ToString(),
    };

    private DocumentFilter Filter()
    {
        switch (random.Next(10))
        {
            case 0:
                return new DocumentFilter.EqualTo("done", random.Next(2) == 0);
            case 1:
                return new DocumentFilter.EqualTo(Pick("colour", "name"), Pick(Words));
            case 2:
                return new DocumentFilter.OneOf("colour", [.. Enumerable.Range(0, random.Next(4)).Select(_ => (FilterValue)Pick(Words))]);
            case 3:
                return new DocumentFilter.OneOf("rank", [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (FilterValue)random.Next(-2, 6))]);
            case 4:
                return Range("rank", random.Next(-2, 4), random.Next(0, 7));
            case 5:
                return Range("name", Pick(Words), Pick(Words));
            case 6:
                return Range("at", Instant(), Instant());
            case 7:
                return new DocumentFilter.ContainsAny("tags", [.. Enumerable.Range(0, random.Next(4)).Select(_ => Pick(Tags))]);
            case 8:
                return new DocumentFilter.ContainsAll("tags", [.. Enumerable.Range(0, random.Next(3)).Select(_ => Pick(Tags))]);
            default:
                return new DocumentFilter.HasText([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Pick("milk", "MILK", "a", "café", "世", "😀", "%", "_", "'", "", "none such"))], [.. random.Next(2) == 0 ? ["name"] : (string[])["name", "note"]]);
        }
    }

    private DocumentFilter.Between Range(string path, FilterValue from, FilterValue before) => random.Next(3) switch
    {
        0 => new DocumentFilter.Between(path, from, null),
        1 => new DocumentFilter.Between(path, null, before),
        _ => new DocumentFilter.Between(path, from, before),
    };

    private string Instant() => InstantText.ToSortable(DateTimeOffset.UnixEpoch.AddDays(random.Next(20)).AddTicks(random.Next(3)));

    private T Pick<T>(params T[] from) => from[random.Next(from.Length)];
}
