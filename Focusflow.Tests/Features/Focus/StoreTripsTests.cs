using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Focus;

/// <summary>What each use case asks of the store; in Cosmos DB every one of these is a round trip and has a price.</summary>
public sealed class StoreTripsTests : IAsyncLifetime
{
    private static readonly LocalDate Day = new(2026, 11, 22);
    private FocusDesk desk = null!;

    public async ValueTask InitializeAsync() => desk = await FocusDesk.OpenAsync();

    public ValueTask DisposeAsync()
    {
        desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Sessions_take_few_trips()
    {
        FocusSession session = null!;
        (await TripsAsync(async () => session = await desk.StartAsync())).ShouldBe("1 reads, 0 queries, 1 commits");
        (await TripsAsync(() => desk.TryStartAsync(new SessionPlan(1)))).ShouldBe("2 reads, 0 queries, 0 commits");
        (await TripsAsync(() => desk.Reader.CurrentAsync(session.UserId))).ShouldBe("2 reads, 0 queries, 0 commits");
        (await TripsAsync(() => desk.Reader.GetAsync(session.UserId, session.Id))).ShouldBe("1 reads, 0 queries, 0 commits");
        (await TripsAsync(() => desk.Reader.ListAsync(session.UserId, DayRange.All, 50, null))).ShouldBe("0 reads, 1 queries, 0 commits");
        (await TripsAsync(() => desk.DoAsync(SessionCommand.Pause, session))).ShouldBe("0 reads, 1 queries, 1 commits");
        (await TripsAsync(() => desk.DoAsync(SessionCommand.Resume, session))).ShouldBe("0 reads, 1 queries, 1 commits");
        (await TripsAsync(() => desk.DoAsync(SessionCommand.Complete, session))).ShouldBe("0 reads, 1 queries, 1 commits");
        (await TripsAsync(() => desk.DoAsync(SessionCommand.Complete, session))).ShouldBe("0 reads, 1 queries, 0 commits");
        (await TripsAsync(() => desk.Reader.CurrentAsync(session.UserId))).ShouldBe("1 reads, 0 queries, 0 commits");
        (await TripsAsync(() => desk.Commands.DeleteAsync(session.UserId, session.Id, ExpectedVersion.Any))).ShouldBe("1 reads, 0 queries, 1 commits");
    }

    [Fact]
    public async Task A_summary_takes_one_query_however_many_days_and_sessions_it_has()
    {
        for (var i = 0; i < 120; i++)
        {
            await desk.DoAsync(SessionCommand.Complete, await desk.StartAsync());
            desk.Pass(240);
        }

        (await TripsAsync(() => desk.Summaries.DayAsync(FocusDesk.UserId, Day))).ShouldBe("0 reads, 1 queries, 0 commits");
        (await TripsAsync(() => desk.Summaries.WeekAsync(FocusDesk.UserId, Day))).ShouldBe("0 reads, 1 queries, 0 commits");
        (await TripsAsync(() => desk.Summaries.MonthAsync(FocusDesk.UserId, Day.ToYearMonth()))).ShouldBe("0 reads, 1 queries, 0 commits");
    }

    [Fact]
    public async Task The_work_log_takes_few_trips()
    {
        (await TripsAsync(() => WorkAsync(WorkCommand.StartWork))).ShouldBe("0 reads, 1 queries, 1 commits");
        (await TripsAsync(() => WorkAsync(WorkCommand.StartBreak))).ShouldBe("1 reads, 1 queries, 1 commits");
        (await TripsAsync(() => desk.WorkReader.CurrentAsync(FocusDesk.UserId))).ShouldBe("1 reads, 1 queries, 0 commits");
        (await TripsAsync(() => WorkAsync(WorkCommand.EndBreak))).ShouldBe("0 reads, 2 queries, 1 commits");
        (await TripsAsync(() => WorkAsync(WorkCommand.EndWork))).ShouldBe("1 reads, 1 queries, 1 commits");
        (await TripsAsync(() => desk.WorkReader.LastAsync(FocusDesk.UserId))).ShouldBe("0 reads, 1 queries, 0 commits");
        (await TripsAsync(() => desk.WorkReader.ListAsync(FocusDesk.UserId, DayRange.All, 50, null))).ShouldBe("0 reads, 1 queries, 0 commits");
    }

    private Task WorkAsync(WorkCommand command) => desk.RunAsync(command);

    private static async Task<string> TripsAsync(Func<Task> use)
    {
        var usage = StoreUsage.Begin();
        await use();
        return $"{usage.Reads} reads, {usage.Queries} queries, {usage.Commits} commits";
    }
}
