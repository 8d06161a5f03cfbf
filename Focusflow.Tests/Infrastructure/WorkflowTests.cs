using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Infrastructure;

public sealed partial class WorkflowTests
{
    [Theory]
    [InlineData("ci.yml")]
    [InlineData("deploy.yml")]
    public void A_workflow_pins_its_actions_and_asks_for_least_permissions(string file)
    {
        var text = Repository.Read($".github/workflows/{file}");

        // By commit, since a tag can be moved to another; the tag beside it is for people, and for what proposes updates.
        Uses().Matches(text).Select(match => match.Value).ShouldAllBe(use => Pinned().IsMatch(use));
        text.ShouldContain("\npermissions:\n  contents: read\n");
        text.ShouldNotContain("secrets.");
        text.ShouldNotContain("contents: write");
    }

    [Fact]
    public void The_deploying_identity_may_assign_exactly_the_roles_that_the_templates_assign()
    {
        var condition = Condition().Match(Repository.Read("docs/azure.md")).Value;

        RoleIds(condition).ShouldBe(RoleBicepTests.Assigned().Distinct(StringComparer.Ordinal), ignoreOrder: true);
    }

    private static IEnumerable<string> RoleIds(string text) => RoleId().Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"uses: .+")]
    private static partial Regex Uses();

    [GeneratedRegex(@"^uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture)]
    private static partial Regex RoleId();

    [GeneratedRegex(@"GuidEquals.*?CONDITION", RegexOptions.Singleline)]
    private static partial Regex Condition();
}
