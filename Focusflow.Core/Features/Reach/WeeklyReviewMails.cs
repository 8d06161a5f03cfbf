using System.Globalization;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Insights;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Reach;

/// <summary>
/// Writes the mails that look back on a week: what was done, from the numbers that are kept of each day, and what is due in the week
/// that begins. Three queries, however much there is.
/// </summary>
public sealed class WeeklyReviewMails(IDocumentStore store, Unsubscribing unsubscribing, MailOptions options) : IMailComposer
{
    /// <summary>The kind of their orders, whose causes are weeks such as <c>2026-W47</c>.</summary>
    public const string Review = "weekly_review";

    private const int MostTasks = 10;
    private const string ByMail = "mail";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds { get; } = [Review];

    /// <inheritdoc/>
    public async Task<Composition> ComposeAsync(MailOrder order, CancellationToken cancellation)
    {
        if (!IsoWeek.TryParse(order.Cause, out var week))
            return Composition.Nothing;
        var span = new InsightSpan(week.Monday, week.Sunday);
        var found = await store.ReadSomeAsync(
            Containers.UserData,
            order.Person,
            [Account.DocumentId, ShutdownDays.FixedId, ReachedMark.IdOf(order.Cause, ByMail), .. span.Months.Select(InsightMonth.IdOf)],
            cancellation);
        if (found.Find<Account>() is not { Settings.WeeklyReviewEnabled: true } account || !Reaching.MayBeMailed(account) || found.Find<ReachedMark>() is not null)
            return Composition.Nothing;

        var days = found.Find<ShutdownDays>() ?? ShutdownDays.None(order.Person);
        var report = new InsightNumbers(found.All<InsightMonth>().ToDictionary(month => month.Id, StringComparer.Ordinal), days, account).Of(span);
        var (calendar, style) = (account.Settings.ToCalendar(), account.Settings.ToTimeStyle());
        var due = await DueAsync(order.Person, DueStretch.Days(calendar, week.Next.Monday, 7), cancellation);
        if (report is { Focus.Sessions: 0, Tasks.Completed: 0, Shutdown.Days: 0 } && due.Count == 0)
            return Composition.Nothing;

        var most = Math.Max(1, report.Focus.ByDay.Max(day => day.Seconds));
        var values = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = account.Name,
            ["from"] = style.Date(span.First),
            ["to"] = style.Date(span.Last),
            ["focus"] = Length(report.Focus.Seconds),
            ["sessions"] = report.Focus.Sessions,
            ["completed"] = report.Tasks.Completed,
            ["on_time"] = report.Tasks.CompletedOnTime,
            ["reflected"] = report.Shutdown.Days,
            ["streak"] = Streak.On(week.Next.Monday, days, account.WorkedOn),
            ["days"] = report.Focus.ByDay.Select((day, weekday) => new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["word"] = UserSettings.Weekdays[weekday],
                ["focus"] = day.Seconds == 0 ? null : Length(day.Seconds),
                ["bar"] = 100 * day.Seconds / most,
            }).ToList(),
            ["due"] = due.OrderBy(task => task.DueDate!.Value.EndIn(calendar)).Take(MostTasks).Select(task => Shown(task, calendar, style)).ToList(),
            ["more"] = due.Count > MostTasks,
            ["link"] = options.FrontendUrl?.AbsoluteUri,
        };
        return new Composition(MailTemplates.Write(order, account.Email, "review", values, unsubscribing.LinkOf(account.UserId)));
    }

    /// <inheritdoc/>
    public async Task SettleAsync(MailOrder order, MailResult result, CancellationToken cancellation)
    {
        if (result == MailResult.Refused)
            await Undeliverable.NoteAsync(store, order.Person, cancellation);
        else
            await WriteSet.ForUser(order.Person).Create(ReachedMark.Of(order.Person, order.Cause, ByMail)).CommitAsync(store);
    }

    private static string Length(int seconds) => seconds < 3600
        ? string.Create(CultureInfo.InvariantCulture, $"{(seconds + 59) / 60} min")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600} h {seconds % 3600 / 60} min");

    private static Dictionary<string, object?> Shown(TaskDocument task, UserCalendar calendar, TimeStyle style)
    {
        var due = task.DueDate!.Value;
        return new(StringComparer.Ordinal)
        {
            ["title"] = task.Title,
            ["word"] = UserSettings.Weekdays[(int)due.DayIn(calendar).DayOfWeek - 1],
            ["time"] = due.Instant is { } at ? style.Time(calendar.LocalTimeOf(at).TimeOfDay) : null,
        };
    }

    /// <summary>The open tasks that are due in a stretch, a few more than are shown; those due at an instant and those due on a day.</summary>
    private async Task<IReadOnlyList<TaskDocument>> DueAsync(string userId, DueStretch stretch, CancellationToken cancellation)
    {
        var (timed, _) = await store.QueryAsync<TaskDocument>(Query(stretch.Timed), cancellation);
        var (allDay, _) = await store.QueryAsync<TaskDocument>(Query(stretch.AllDay), cancellation);
        return [.. timed, .. allDay];

        DocumentQuery Query(DocumentFilter due) => new(Containers.UserData, userId, TaskDocument.KindName)
        {
            Filters = [new DocumentFilter.EqualTo("completed", false), due],
            Sort = new DocumentSort("dueFirst"),
            Limit = MostTasks + 1,
        };
    }
}
