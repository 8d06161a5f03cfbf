using System.Text.Json;

namespace Focusflow.Core.Foundation.Storage;

/// <summary>
/// Finds out what became of a commit whose answer was lost. Every write is conditional, so sending the same batch again
/// either carries it out now, or is refused because it (or somebody else) was there before; what is stored tells which.
/// Sending it again also shuts out the first one, should it still be on its way.
/// </summary>
public static class LostAnswer
{
    private const int Repetitions = 2;

    /// <summary>Stands for the version of a document that was written and then changed by somebody else: it matches nothing.</summary>
    private const string Overtaken = "overtaken";

    /// <summary>
    /// The outcome of the commit. Throws <paramref name="lost"/> when it cannot be found out. A batch that creates
    /// nothing, and of which somebody overwrote a part meanwhile, counts as refused: its caller reads and decides anew.
    /// </summary>
    /// <param name="batch">What was to be written.</param>
    /// <param name="lost">How the answer was lost.</param>
    /// <param name="commit">Sends the batch again.</param>
    /// <param name="read">Reads a document.</param>
    public static async ValueTask<CommitResult> FindOutAsync(
        DocumentBatch batch,
        OutcomeUnknownException lost,
        Func<DocumentBatch, ValueTask<CommitResult>> commit,
        Func<DocumentKey, ValueTask<StoredDocument?>> read)
    {
        for (var tries = 0; tries < Repetitions; tries++)
        {
            var refusal = lost.Refusal;
            try
            {
                var again = await commit(batch);
                if (again.Succeeded)
                    return again;
                refusal = again;
            }
            catch (OutcomeUnknownException error)
            {
                refusal = error.Refusal ?? refusal;
            }
            catch (StoreUnavailableException)
            {
                // It was not carried out; what became of the first is still open.
            }

            var stored = await ReadAsync(batch, lost, read);
            if (IsStored(batch.Writes, stored))
                return new CommitResult(CommitStatus.Committed, -1, [.. batch.Writes.Select((write, i) => VersionOf(write, stored[i]))]);
            if (refusal is not null)
                return refusal;
        }

        throw lost;
    }

    private static async ValueTask<StoredDocument?[]> ReadAsync(
        DocumentBatch batch, OutcomeUnknownException lost, Func<DocumentKey, ValueTask<StoredDocument?>> read)
    {
        var stored = new StoredDocument?[batch.Writes.Count];
        try
        {
            for (var i = 0; i < stored.Length; i++)
                stored[i] = await read(new DocumentKey(batch.Container, batch.Partition, batch.Writes[i].Id));
            return stored;
        }
        catch (StoreUnavailableException)
        {
            throw lost;
        }
    }

    // What is created carries ids and instants of its own, so finding one of them is finding all. A replacement may have been
    // overwritten since, and looks like one that never was.
    private static bool IsStored(IReadOnlyList<DocumentWrite> writes, StoredDocument?[] stored)
    {
        var created = false;
        var replaced = true;
        for (var i = 0; i < stored.Length; i++)
        {
            var same = IsSame(writes[i], stored[i]);
            if (writes[i] is DocumentWrite.Create && same)
                return true;
            created |= writes[i] is DocumentWrite.Create;
            replaced &= same;
        }

        return !created && replaced;
    }

    private static bool IsSame(DocumentWrite write, StoredDocument? stored) => write switch
    {
        DocumentWrite.Create create => stored is { } found && Equal(create.Json, found.Json),
        DocumentWrite.Replace replace => stored is { } found && found.ETag != replace.ETag && Equal(replace.Json, found.Json),
        _ => stored is null,
    };

    private static string VersionOf(DocumentWrite write, StoredDocument? stored) =>
        write is DocumentWrite.Delete ? "" : IsSame(write, stored) ? stored!.Value.ETag : Overtaken;

    // A store may write the same JSON in other words.
    private static bool Equal(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right) =>
        left.Span.SequenceEqual(right.Span) || JsonElement.DeepEquals(JsonElement.Parse(left.Span), JsonElement.Parse(right.Span));
}
