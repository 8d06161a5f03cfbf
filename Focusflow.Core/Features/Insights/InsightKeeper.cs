using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Insights;

/// <summary>
/// Keeps the months, in the transactions of what they count: one read and one write each, and as much for the year of a month that is
/// long over.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
public sealed class InsightKeeper(IDocumentStore store, TimeProvider clock) : ISessionEnded, ITaskCompleted, IReflectionSent
{
    /// <inheritdoc cref="ISessionEnded.Reads"/>
    public IReadOnlyList<string> Reads(LocalDate day) => [InsightMonth.IdOf(day.ToYearMonth())];

    /// <inheritdoc/>
    public IReadOnlyList<string> Reads(TaskDocument completed, UserCalendar calendar) =>
        completed.Completion is { Told: false } completion ? Reads(DayText.Parse(completion.Day)) : [];

    /// <inheritdoc/>
    public ValueTask AddWritesAsync(FocusSession session, WriteSet writes, CancellationToken cancellation) =>
        AddAsync(session.UserId, InsightCause.Of(session), 1, writes, cancellation);

    /// <inheritdoc/>
    public ValueTask AddDeletionAsync(FocusSession session, WriteSet writes, CancellationToken cancellation) =>
        AddAsync(session.UserId, InsightCause.Of(session), -1, writes, cancellation);

    /// <inheritdoc/>
    public ValueTask AddWritesAsync(TaskDocument completed, UserCalendar calendar, WriteSet writes, CancellationToken cancellation) =>
        completed.Completion is { Told: true } ? default : AddAsync(completed.UserId, InsightCause.Of(completed), 1, writes, cancellation);

    /// <inheritdoc/>
    public async ValueTask AddDeletedAsync(TaskDocument deleted, WriteSet writes, CancellationToken cancellation)
    {
        List<(InsightCause Cause, int Sign)> causes = [];
        if (InsightCause.Of(deleted) is { } done)
            causes.Add((done, -1));

        // What it tells of stays done. It has been counted if the task itself has.
        if (deleted.Before is not null
            && (await store.ReadAsync<InsightState>(deleted.UserId, InsightState.FixedId, cancellation) is not { } state || deleted.CreatedAt >= state.CreatedUntil))
        {
            causes.AddRange(InsightCause.OfMade(deleted, default).Skip(1).Select(cause => (cause, 1)));
        }

        foreach (var month in causes.GroupBy(one => one.Cause.Day.ToYearMonth()))
            await AddAsync(deleted.UserId, month.Key, month, writes, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask AddUndoneAsync(TaskDocument completed, WriteSet writes, CancellationToken cancellation) =>
        AddAsync(completed.UserId, InsightCause.Of(completed), -1, writes, cancellation);

    /// <inheritdoc/>
    public ValueTask AddWritesAsync(Reflection reflection, UserCalendar calendar, WriteSet writes, CancellationToken cancellation) =>
        AddAsync(reflection.UserId, InsightCause.Of(reflection), 1, writes, cancellation);

    private ValueTask AddAsync(string userId, InsightCause? cause, int sign, WriteSet writes, CancellationToken cancellation) =>
        cause is null ? default : AddAsync(userId, cause.Day.ToYearMonth(), [(cause, sign)], writes, cancellation);

    private async ValueTask AddAsync(
        string userId, YearMonth month, IEnumerable<(InsightCause Cause, int Sign)> causes, WriteSet writes, CancellationToken cancellation)
    {
        var after = await writes.ReadAsync<InsightMonth>(store, InsightMonth.IdOf(month), cancellation) ?? InsightMonth.Empty(userId, month);
        foreach (var (cause, sign) in causes)
            after = cause.AddTo(after, sign);
        writes.Put(after);
        if (!InsightYear.MayHold(month, clock.Now()))
            return;
        var year = await store.ReadAsync<InsightYear>(userId, InsightYear.IdOf(month.Year), cancellation) ?? InsightYear.Empty(userId, month.Year);
        writes.Put(year.With(month, after));
    }
}
