using System.Text;
using System.Text.Json.Nodes;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Challenges;

/// <summary>The document that docs/challenges.md tells operators to add is one that the app takes.</summary>
public sealed class CatalogueExampleTests
{
    [Fact]
    public async Task The_documented_challenge_is_offered_and_can_be_joined()
    {
        var json = Repository.Read("docs/challenges.md").Split("```json\n")[1].Split("```")[0];
        var document = JsonNode.Parse(json)!;
        var id = document["id"]!.GetValue<string>();
        using var bench = await ChallengeBench.OpenAsync();
        var batch = new DocumentBatch(
            Containers.Challenges,
            document["catalogue"]!.GetValue<string>(),
            [new DocumentWrite.Create(id, document["kind"]!.GetValue<string>(), Encoding.UTF8.GetBytes(json))]);
        (await bench.Store.CommitAsync(batch)).Succeeded.ShouldBeTrue();
        bench.Clock.Pass(ChallengeCatalogue.Freshness);

        var ann = await bench.UserAsync("ann");
        (await bench.Challenges.JoinAsync(ann, id)).Problem.ShouldBeNull();
        var view = (await bench.Weekly.ListAsync(ann)).Single(challenge => challenge.Id == id);
        (view.Name, view.Points, view.ChallengeType, view.TargetValue, view.DurationDays, view.Status)
            .ShouldBe(("Early Bird", 50, ChallengeType.Shutdown, 3, 7, "in_progress"));
        (await bench.OwnAsync(ann, id))!.TimeLimit.ShouldBe("16:00");
    }
}
