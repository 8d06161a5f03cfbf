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
    /// without a note when the user's settings require it.
    /// </summary>
    public async Task<Outcome<Reflection>> SendAsync(
        string userId, UserCalendar calendar, ReflectionFields fields, CancellationToken cancellation = default)
    {
        var hasNote = fields.Note is not null && !VisibleText.IsBlank(fields.Note);
        var blank = new NewReflection(Guid.CreateVersion7(clock.Now()).ToString(), userId);
        return await Optimistic.RunAsync<Reflection>(
            async () =>
            {
                var now = clock.Now();
                if (!ReflectionRules.DayFor(fields, calendar, now).Succeeded(out var day, out var problem))
                    return problem;

                string[] ids = [Reflection.IdOf(day), ShutdownDays.FixedId, .. hasNote ? (string[])[] : [Account.DocumentId], .. followers.SelectMany(follower => follower.Reads(day))];
                var read = await store.ReadSomeAsync(Containers.UserData, userId, [.. ids.Distinct(StringComparer.Ordinal)], cancellation);
                if (!hasNote && read.Find<Account>() is { Settings.ShutdownReflectionRequired: true })
                    return NoteRequired;
                var days = read.Find<ShutdownDays>() ?? ShutdownDays.None(userId);
                var reflection = ReflectionRules.Reflect(read.Find<Reflection>(), blank, fields, day, calendar, now);
                var writes = WriteSet.ForUser(userId, read)
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
