using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Tests.Features.Focus;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.WorkLog;

public sealed class WorkLogTests : IAsyncLifetime
{
    private FocusDesk desk = null!;

    public async ValueTask InitializeAsync() => desk = await FocusDesk.OpenAsync();

    public ValueTask DisposeAsync()
    {
        desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_day_of_work_is_recorded_entry_by_entry()
    {
        (await desk.WorkReader.CurrentAsync(FocusDesk.UserId)).ShouldBeNull();
        (await desk.WorkReader.LastAsync(FocusDesk.UserId)).ShouldBeNull();

        var work = await DoAsync(WorkCommand.StartWork);
        (await desk.WorkReader.CurrentAsync(FocusDesk.UserId))!.Id.ShouldBe(work.Id);
        desk.Pass(120);
        var pause = await DoAsync(WorkCommand.StartBreak);
        (await desk.WorkReader.CurrentAsync(FocusDesk.UserId))!.Id.ShouldBe(pause.Id);
        desk.Pass(15);
        await DoAsync(WorkCommand.EndBreak);
        (await desk.WorkReader.CurrentAsync(FocusDesk.UserId))!.Id.ShouldBe(work.Id);
        desk.Pass(120);
        await DoAsync(WorkCommand.StartBreak);
        desk.Pass(5);
        var home = await DoAsync(WorkCommand.EndWork);

        home.Id.ShouldBe(work.Id);
        (await desk.WorkReader.CurrentAsync(FocusDesk.UserId)).ShouldBeNull();
        (await desk.WorkReader.LastAsync(FocusDesk.UserId))!.EndedAt.ShouldBe(desk.Now);
        var entries = (await desk.WorkReader.ListAsync(FocusDesk.UserId, DayRange.All, 50, null)).Value.Entries;
        entries.Select(entry => (entry.LogType, (entry.EndedAt - entry.StartedAt)!.Value.TotalMinutes))
            .ShouldBe([(LogType.Break, 5), (LogType.Break, 15), (LogType.Work, 260)]);
    }

    [Fact]
    public async Task The_last_session_is_the_one_before_while_another_is_open()
    {
        var first = await DoAsync(WorkCommand.StartWork);
        desk.Pass(60);
        await DoAsync(WorkCommand.EndWork);
        desk.Pass(60);
        await DoAsync(WorkCommand.StartWork);

        (await desk.WorkReader.LastAsync(FocusDesk.UserId))!.Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task Of_fifty_concurrent_clock_ins_exactly_one_succeeds()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => TryAsync(WorkCommand.StartWork))));

        outcomes.Count(outcome => outcome.Problem is null).ShouldBe(1);
        (await desk.AllAsync(TimeLog.KindName)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_list_is_limited_by_recorded_days_or_by_instants()
    {
        for (var day = 0; day < 4; day++)
        {
            await DoAsync(WorkCommand.StartWork); // 10:00 on the 22nd and the days after
            desk.Pass(60);
            await DoAsync(WorkCommand.EndWork);
            desk.Pass(23 * 60);
        }

        (await ListAsync("2026-11-23", "2026-11-24")).ShouldBe(["2026-11-24", "2026-11-23"]);
        (await ListAsync("2026-11-24T10:00:00Z", null)).ShouldBe(["2026-11-25", "2026-11-24"]);
        (await ListAsync("2026-11-24T10:00:00.001Z", "2026-11-25T10:00:00Z")).ShouldBe(["2026-11-25"]);
        (await ListAsync(null, "2026-11-22")).ShouldBe(["2026-11-22"]);
        Range("yesterday", "2026-02-30").Problem!.Errors!.Keys.ShouldBe(["from", "to"], ignoreOrder: true);
    }

    private async Task<List<string>> ListAsync(string? from, string? to)
    {
        var page = await desk.WorkReader.ListAsync(FocusDesk.UserId, Range(from, to).Value, 50, null);
        return [.. page.Value.Entries.Select(entry => entry.Day)];
    }

    private static Outcome<DayRange> Range(string? from, string? to) =>
        DayRange.Read(new ParameterReader(name => name switch { "from" => [from], "to" => [to], _ => [] }, UserCalendar.Utc));

    private Task<Outcome<TimeLog>> TryAsync(WorkCommand command) => desk.RunAsync(command);

    private async Task<TimeLog> DoAsync(WorkCommand command) => (await TryAsync(command)).Value;
}
