using Focusflow.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Architecture;

public sealed class ArchitectureTests
{
    private const string Document = "docs/architecture.md";

    public static TheoryData<string> Houses => [.. House.All.Select(house => house.Name)];

    [Theory]
    [MemberData(nameof(Houses))]
    public void The_foundation_knows_no_feature(string house) =>
        GraphOf(house).Edges.Where(edge => edge.From.IsFoundation && edge.To.IsFeature).Select(edge => edge.Why).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Houses))]
    public void Knowledge_runs_in_one_direction(string house) => GraphOf(house).FindCycle().ShouldBeEmpty();

    [Fact]
    public void It_does_inside_features_too()
    {
        var inside = House.All.Select(house => house.Inside).ToList();
        inside.SelectMany(graph => graph.Edges).ShouldNotBeEmpty();
        inside.SelectMany(graph => graph.FindCycle()).ShouldBeEmpty();
    }

    [Fact]
    public void The_picture_of_who_knows_whom_is_true()
    {
        var file = Repository.PathOf(Document);
        var filled = HousePicture.Fill(File.ReadAllText(file), House.All);
        if (Environment.GetEnvironmentVariable("FOCUSFLOW_WRITE") == "1")
            File.WriteAllText(file, filled);

        File.ReadAllText(file).ShouldBe(filled, "Write it anew: FOCUSFLOW_WRITE=1 dotnet test --filter ArchitectureTests");
    }

    private static FolderGraph GraphOf(string house) => House.All.Single(one => one.Name == house).Graph;
}
