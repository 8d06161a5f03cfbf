using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Text;

namespace Focusflow.Core.Features.Shutdown;

/// <summary>Sending and listing reflections.</summary>
public sealed class ReflectionCommands(IDocumentStore store, TimeProvider clock, IEnumerable<IReflectionSent> followers)
{
    private static readonly Problem NoteRequired = Problem.Invalid(
        "reflection_note", "reflection_note is required: your setting shutdown_reflection_required asks for a note with every reflection.");

    private readonly IReflectionSent[] followers = [.. followers];

    /// <summary>
    /// Stores the reflection of a day, with all that follows from it, as one transaction. 422 for a day too far away, and for one
    /// without a note when the user's settings require it; only then they are read.
    /// </summary>
    public async Task<Outcome<Reflection>> SendAsync(
        string userId, UserCalendar calendar, ReflectionFields fields, CancellationToken cancellation = default)
    {
        if ((fields.Note is null || VisibleText.IsBlank(fields.Note))
            && await store.ReadAsync<Account>(userId, Account.DocumentId, cancellation) is { Settings.ShutdownReflectionRequired: true })
        {
            return NoteRequired;
        }

        var blank = new NewReflection(Guid.CreateVersion7(clock.Now()).ToString(), userId);
        return await Optimistic.RunAsync<Reflection>(
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
