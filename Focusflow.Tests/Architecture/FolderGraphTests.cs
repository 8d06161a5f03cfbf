using Mono.Cecil;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Architecture;

public sealed class FolderGraphTests
{
    [Fact]
    public void A_way_back_over_several_folders_is_told_step_by_step()
    {
        var graph = Graph("A>B", "B>C", "C>D", "C>A");

        graph.FindCycle().ShouldBe(["A knows B: A>B", "B knows C: B>C", "C knows A: C>A"]);
        Graph("A>B", "A>C", "B>D", "C>D").FindCycle().ShouldBeEmpty();
    }

    [Fact]
    public void What_is_known_through_somebody_else_is_not_drawn()
    {
        var graph = Graph("A>B", "B>C", "A>C", "C>D", "A>D", "A>E");

        graph.DirectlyKnownTo(new Room("", "A")).Select(room => room.Name).ShouldBe(["B", "E"], ignoreOrder: true);
        HousePicture.Draw(graph).ShouldBe(
            """
            flowchart TB
                A["A"]
                B["B"]
                C["C"]
                D["D"]
                E["E"]
                A --> B
                A --> E
                B --> C
                C --> D

            """,
            StringCompareShould.IgnoreLineEndings);
    }

    [Theory]
    [InlineData("Focusflow.Core.Features.Tasks", "Tasks (Features)")]
    [InlineData("Focusflow.Functions.Features.Tasks", "Tasks (Features)")]
    [InlineData("Focusflow.Core.Foundation.Storage.Inner", "Storage (Foundation of Focusflow.Core)")]
    [InlineData("Focusflow.Core.Elsewhere", "Elsewhere")]
    [InlineData("Focusflow.Functions", "the top")]
    [InlineData("Focusflow.CoreOf.Features.Tasks", null)]
    [InlineData("System.Text", null)]
    public void A_namespace_says_the_folder(string name, string? room) =>
        Room.Of(name, House.All[0].Assemblies)?.ToString().ShouldBe(room);

    [Fact]
    public void A_type_mentions_what_its_members_bodies_and_attributes_do()
    {
        using var module = ModuleDefinition.ReadModule(typeof(FolderGraphTests).Assembly.Location);
        var outer = module.GetTypes().Single(type => type.Name == nameof(Mentioning));

        var mentioned = new[] { outer }.Concat(outer.NestedTypes).SelectMany(Mentions.In).Select(type => type.Name).ToHashSet(StringComparer.Ordinal);

        new[] { "Uri", "Version", "Progress`1", "Random", "HashCode", "StringBuilder", "FormatException", "ObsoleteAttribute", "Guid", "IDisposable" }
            .Except(mentioned, StringComparer.Ordinal).ShouldBeEmpty();
    }

    private static FolderGraph Graph(params string[] edges)
    {
        var graph = new FolderGraph();
        foreach (var edge in edges)
            graph.Add(new Room("", edge[..1]), new Room("", edge[2..]), edge);
        return graph;
    }

    private sealed class Mentioning : IDisposable
    {
        private readonly List<Uri[]> places = [];

        [Obsolete("Only mentioned."), Tagged(typeof(Guid))]
        public static Version? Of<T>()
            where T : Progress<int> => null;

        public void Dispose()
        {
            try
            {
                Func<int> later = () => new Random().Next() + new HashCode().ToHashCode();
                places.RemoveRange(0, later() % 1);
                GC.KeepAlive(Activator.CreateInstance<System.Text.StringBuilder>());
            }
            catch (FormatException)
            {
                places.Clear();
            }
        }
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class TaggedAttribute(Type type) : Attribute
    {
        public Type Type { get; } = type;
    }
}
