using System.Text.Json.Nodes;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Core.Features.Wellness;

/// <summary>
/// Asks how a user is, in the very commit that makes the third hard day in a row. It needs no timer, and a day that was not hard
/// costs nothing.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
public sealed class WellnessKeeper(IDocumentStore store, TimeProvider clock) : IReflectionSent
{
    /// <summary>What a day with too many hours leads to: the note of it, and the question when it is time; null when nobody is to be asked.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="day">The day, <c>yyyy-MM-dd</c>.</param>
    /// <param name="at">The instant at which it was too much.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<HardDay?> OverworkedAsync(
        string userId, string day, DateTimeOffset at, DateTimeOffset now, CancellationToken cancellation)
    {
        var local = DayText.Parse(day);
        return await FindAsync(userId, local, cancellation) is { } known ? Decide(known with { Days = known.Days.With(local) }, local, at, now) : null;
    }

    /// <inheritdoc/>
    public async ValueTask AddWritesAsync(Reflection reflection, UserCalendar calendar, WriteSet writes, CancellationToken cancellation)
    {
        if (reflection.ProductivityRating != ReflectionFields.Tough)
            return;
        var (day, now) = (DayText.Parse(reflection.Day), clock.Now());
        if (await FindAsync(reflection.UserId, day, cancellation) is { } known && Decide(known, day, now, now) is { Asked: { } asked } hard)
            writes.Put(hard.Noted).Create(asked);
    }

    private static HardDay Decide(Known known, LocalDate day, DateTimeOffset at, DateTimeOffset now) =>
        WellnessRules.Asks(day, known.IsHard, known.Account.WorkedOn, known.Days.AskedAt, now)
            ? new(known.Days with { AskedAt = now }, Ask(known.Account.UserId, day, at, now))
            : new(known.Days, null);

    private static NotificationDocument Ask(string userId, LocalDate day, DateTimeOffset at, DateTimeOffset now) => NotificationDocument.Of(
        userId,
        NotificationKind.WellnessCheck,
        cause: "wellness:" + DayText.Write(day),
        title: "How are you?",
        message: "The last days of work were long or tough. Is there anything that would make tomorrow easier?",
        at: at,
        madeAt: now,
        data: new JsonObject { ["date"] = DayText.Write(day) });

    /// <summary>One query by ids, whatever the user's history; null when nobody is to be asked.</summary>
    private async ValueTask<Known?> FindAsync(string userId, LocalDate day, CancellationToken cancellation)
    {
        var around = Enumerable.Range(-WellnessRules.Reach, (2 * WellnessRules.Reach) + 1).Where(i => i != 0).Select(i => Reflection.IdOf(day.PlusDays(i)));
        var found = await store.ReadSomeAsync(Containers.UserData, userId, [Account.DocumentId, WellnessDays.FixedId, .. around], cancellation);
        if (found.Find<Account>() is not { Settings.WellnessCheckEnabled: true } account)
            return null;
        var tough = found.All<Reflection>()
            .Where(reflection => reflection.ProductivityRating == ReflectionFields.Tough)
            .Select(reflection => reflection.Day);
        return new(account, found.Find<WellnessDays>() ?? WellnessDays.None(userId), tough.ToHashSet(StringComparer.Ordinal));
    }

    private sealed record Known(Account Account, WellnessDays Days, IReadOnlySet<string> Tough)
    {
        public bool IsHard(LocalDate day) => Tough.Contains(DayText.Write(day)) || Days.OverworkedDays.Contains(DayText.Write(day), StringComparer.Ordinal);
    }
}

/// <summary>What a hard day leads to.</summary>
/// <param name="Noted">The noted days, to be stored.</param>
/// <param name="Asked">The question, when it is time for it.</param>
public sealed record HardDay(WellnessDays Noted, NotificationDocument? Asked);
