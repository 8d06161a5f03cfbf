using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Shutdown;

/// <summary>Sending and listing reflections.</summary>
public sealed class ReflectionCommands(IDocumentStore store, TimeProvider clock, IEnumerable<IReflectionSent> followers)
{
    private readonly IReflectionSent[] followers = [.. followers];

    /// <summary>Stores the reflection of a day, with all that follows from it, as one transaction. 422 for a day too far away.</summary>
    public Task<Outcome<Reflection>> SendAsync(
        string userId, UserCalendar calendar, ReflectionFields fields, CancellationToken cancellation = default)
    {
        var blank = new NewReflection(Guid.CreateVersion7(clock.Now()).ToString(), userId);
        return Optimistic.RunAsync<Reflection>(
            async () =>
            {
                var now = clock.Now();
                if (!ReflectionRules.DayFor(fields, calendar, now).Succeeded(out var day, out var problem))
                    return problem;

                var previous = await store.ReadAsync<Reflection>(userId, Reflection.IdOf(day), cancellation);
                var days = await store.ReadAsync<ShutdownDays>(userId, ShutdownDays.FixedId, cancellation) ?? ShutdownDays.None(userId);
                var reflection = ReflectionRules.Reflect(previous, blank, fields, day, calendar, now);
                var writes = WriteSet.ForUser(userId)
                    .Put(reflection)
                    .Put(days.With(day, ReflectionRules.TimeOfShutdown(day, calendar, now)));
                foreach (var follower in followers)
                    await follower.AddWritesAsync(reflection, calendar, writes, cancellation);

                var result = await writes.CommitAsync(store);
                return result.Succeeded ? reflection with { ETag = result.ETags[0] } : (Outcome<Reflection>?)null;
            },
            cancellation);
    }
}
