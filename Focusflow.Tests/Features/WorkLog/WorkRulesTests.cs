using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Outcomes;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.WorkLog;

public sealed class WorkRulesTests
{
    private static readonly DateTimeOffset Nine = new(2025, 9, 26, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_break_begins_and_ends_within_work()
    {
        var working = Done(WorkState.Nothing, WorkCommand.StartWork, "w", 0);
        var pausing = Done(working.Next, WorkCommand.StartBreak, "b", 60);
        pausing.Entry.ShouldSatisfyAllConditions(
            entry => entry.LogType.ShouldBe(LogType.Break),
            entry => entry.WorkId.ShouldBe("w"),
            entry => entry.StartedAt.ShouldBe(Nine.AddMinutes(60)));

        var again = Done(pausing.Next, WorkCommand.EndBreak, "-", 75);
        again.EndedBreak.ShouldBeSameAs(again.Entry);
        again.Entry.EndedAt.ShouldBe(Nine.AddMinutes(75));
        again.Next.ShouldBe(new WorkState(working.Entry, null));

        var home = Done(again.Next, WorkCommand.EndWork, "-", 480);
        home.Next.ShouldBe(WorkState.Nothing);
        home.EndedBreak.ShouldBeNull();
        home.Entry.EndedAt.ShouldBe(Nine.AddMinutes(480));
    }

    [Fact]
    public void Ending_work_ends_an_open_break_at_the_same_instant()
    {
        var pausing = Done(Done(WorkState.Nothing, WorkCommand.StartWork, "w", 0).Next, WorkCommand.StartBreak, "b", 60);

        var home = Done(pausing.Next, WorkCommand.EndWork, "-", 70);

        home.Entry.Id.ShouldBe("w");
        home.Entry.EndedAt.ShouldBe(Nine.AddMinutes(70));
        home.EndedBreak.ShouldNotBeNull().EndedAt.ShouldBe(Nine.AddMinutes(70));
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_words()
    {
        var working = Done(WorkState.Nothing, WorkCommand.StartWork, "w", 0).Next;
        var pausing = Done(working, WorkCommand.StartBreak, "b", 60).Next;

        Refused(working, WorkCommand.StartWork).ShouldBe("You are clocked in already. Clock out first.");
        foreach (var command in new[] { WorkCommand.EndWork, WorkCommand.StartBreak, WorkCommand.EndBreak })
            Refused(WorkState.Nothing, command).ShouldBe("You are not clocked in. Clock in first.");
        Refused(pausing, WorkCommand.StartBreak).ShouldBe("You are on a break already. End it first.");
        Refused(working, WorkCommand.EndBreak).ShouldBe("You are not on a break.");
    }

    [Fact]
    public void An_entry_never_ends_before_it_began()
    {
        var working = Done(WorkState.Nothing, WorkCommand.StartWork, "w", 0).Next;

        Done(working, WorkCommand.EndWork, "-", -1).Entry.EndedAt.ShouldBe(Nine);
    }

    private static WorkStep Done(WorkState state, WorkCommand command, string id, int minute) =>
        WorkRules.Decide(state, command, new NewEntry(id, "user", "2025-09-26"), Nine.AddMinutes(minute)).Value;

    private static string Refused(WorkState state, WorkCommand command)
    {
        var problem = WorkRules.Decide(state, command, new NewEntry("id", "user", "2025-09-26"), Nine.AddHours(2)).Problem;
        problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
        return problem.Detail;
    }
}
