using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Shutdown;

/// <summary>What the summary of a day is made from.</summary>
/// <param name="Today">The user's day.</param>
/// <param name="Calendar">The user's calendar.</param>
/// <param name="Settings">The user's settings.</param>
/// <param name="WorkedOn">Whether a day was a work day.</param>
/// <param name="Tasks">The tasks of the day.</param>
/// <param name="Sessions">The sessions that started on the day.</param>
/// <param name="Days">The days with a reflection.</param>
/// <param name="ClockedOutAt">When the user last clocked out, on whatever day; null while clocked in and before the first time.</param>
public sealed record ShutdownDay(
    LocalDate Today,
    UserCalendar Calendar,
    UserSettings Settings,
    Func<LocalDate, bool> WorkedOn,
    IReadOnlyList<TaskDocument> Tasks,
    IReadOnlyList<FocusSession> Sessions,
    ShutdownDays Days,
    DateTimeOffset? ClockedOutAt);

/// <summary>Reads what the summary is made from: three queries.</summary>
public sealed class ShutdownDayReader(IDocumentStore store, TimeProvider clock, SessionReader sessions)
{
    /// <summary>Today, for a user.</summary>
    public async Task<ShutdownDay> ReadAsync(Caller caller, CancellationToken cancellation = default)
    {
        var (userId, calendar) = (caller.UserId, caller.Calendar);
        var today = calendar.DayOf(clock.Now());
        var day = DayText.Write(today);
        var tasks = Agenda.ReadAsync(store, userId, calendar, today, cancellation);
        var sat = sessions.OfDaysAsync(userId, day, day, cancellation);
        var found = await store.ReadSomeAsync(
            Containers.UserData, userId, [Account.DocumentId, ShutdownDays.FixedId, OpenWork.FixedId], cancellation);
        var account = found.Find<Account>();
        return new ShutdownDay(
            today,
            calendar,
            account?.Settings ?? new UserSettings(),
            date => account?.WorkedOn(date) ?? true,
            await tasks,
            await sat,
            found.Find<ShutdownDays>() ?? ShutdownDays.None(userId),
            found.Find<OpenWork>()?.ClockedOutAt);
    }
}
