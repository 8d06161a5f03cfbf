using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Tasks;

public sealed class AgendaTests
{
    /// <summary>The oracle reads the rule as it is written: four reasons, day by day, over all tasks.</summary>
    [Fact]
    public async Task The_tasks_of_a_day_are_found_by_one_query_and_are_those_of_the_rule() => await Seeded.RunsAsync(20, async random =>
    {
        using var bench = await TaskBench.OpenAsync();
        var berlin = UserCalendar.Find("Europe/Berlin", new LocalTime(random.Next(6), 0))!;
        var monday = new DateTimeOffset(2025, 9, 22, 0, 0, 0, TimeSpan.Zero);
        DateTimeOffset? Sometimes() => random.Next(2) == 0 ? null : monday.AddMinutes(random.Next(-5 * 1440, 8 * 1440));
        DayOrInstant? Planned() => Sometimes() is not { } at ? null : random.Next(2) == 0 ? at : LocalDate.FromDateTime(at.UtcDateTime);
        var tasks = Enumerable.Range(0, 60).Select(i =>
        {
            var created = Sometimes() ?? monday;
            return new TaskDocument
            {
                Id = $"task-{i}",
                UserId = bench.Caller.UserId,
                Title = $"Task {i}",
                CreatedAt = created,
                UpdatedAt = created,
                DueDate = Planned(),
                StartDate = Planned(),
                CompletedAt = Sometimes(),
            };
        }).ToList();
        foreach (var task in tasks)
            await WriteSet.ForUser(task.UserId).Create(task).CommitAsync(bench.Store);

        for (var day = new LocalDate(2025, 9, 16); day < new LocalDate(2025, 10, 2); day = day.PlusDays(1))
        {
            LocalDate? DayOf(DayOrInstant? time) => time is not { } at ? null : at.Day ?? berlin.DayOf(at.Instant!.Value);
            bool Today(DayOrInstant? time) => DayOf(time) == day;
            var expected = tasks.Where(task =>
                Today(task.DueDate)
                || (!task.Completed && DayOf(task.DueDate) < day)
                || Today(task.CompletedAt)
                || (!task.Completed && task.DueDate is null && (Today(task.CreatedAt) || Today(task.StartDate))));
            var usage = StoreUsage.Begin();
            var found = await Agenda.ReadAsync(bench.Store, bench.Caller.UserId, berlin, day);
            usage.Queries.ShouldBe(1);
            found.Select(task => task.Id).ShouldBe(expected.Select(task => task.Id), ignoreOrder: true);
        }
    });
}
