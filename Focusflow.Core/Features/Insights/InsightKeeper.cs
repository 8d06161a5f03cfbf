using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Insights;

/// <summary>
/// Keeps the months, in the transactions of what they count: one read and one write each, and as much for the year of a month that is
/// long over.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
public sealed class InsightKeeper(IDocumentStore store, TimeProvider clock) : ISessionEnded, ITaskCompleted, IReflectionSent
{
    /// <inheritdoc/>
    public ValueTask AddWritesAsync(FocusSession session, WriteSet writes, CancellationToken cancellation) =>
        AddAsync(session.UserId, InsightCause.Of(session), 1, writes, cancellation);

    /// <inheritdoc/>
    public ValueTask AddDeletionAsync(FocusSession session, WriteSet writes, CancellationToken cancellation) =>
        AddAsync(session.UserId, InsightCause.Of(session), -1, writes, cancellation);

    /// <inheritdoc/>
    public ValueTask AddWritesAsync(TaskDocument completed, UserCalendar calendar, WriteSet writes, CancellationToken cancellation) =>
        AddAsync(completed.UserId, InsightCause.Of(completed), 1, writes, cancellation);

    /// <inheritdoc/>
    public ValueTask AddUndoneAsync(TaskDocument completed, WriteSet writes, CancellationToken cancellation) =>
        AddAsync(completed.UserId, InsightCause.Of(completed), -1, writes, cancellation);

    /// <inheritdoc/>
    public ValueTask AddWritesAsync(Reflection reflection, UserCalendar calendar, WriteSet writes, CancellationToken cancellation) =>
        AddAsync(reflection.UserId, InsightCause.Of(reflection), 1, writes, cancellation);

    private async ValueTask AddAsync(string userId, InsightCause? cause, int sign, WriteSet writes, CancellationToken cancellation)
    {
        if (cause is null)
            return;
        var month = cause.Day.ToYearMonth();
        var stored = await store.ReadAsync<InsightMonth>(userId, InsightMonth.IdOf(month), cancellation);
        var after = cause.AddTo(stored ?? InsightMonth.Empty(userId, month), sign);
        writes.Put(after);
        if (!InsightYear.MayHold(month, clock.Now()))
            return;
        var year = await store.ReadAsync<InsightYear>(userId, InsightYear.IdOf(month.Year), cancellation) ?? InsightYear.Empty(userId, month.Year);
        writes.Put(year.With(month, after));
    }
}
