using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Focusflow.Core.Foundation.Telemetry;

namespace Focusflow.Core.Foundation.Storage;

/// <summary>
/// Work on the documents of many users, each by itself: what one of them breaks is counted, kept for the log, set aside, and
/// gone on with. A follower comes back to it when it changes, a sweeper with its next round. What is no document's doing, such as
/// an outage of the store, ends the work of a follower, whose checkpoint must not pass what was not done.
/// </summary>
/// <param name="work">What is being done, such as <c>leaderboard</c>.</param>
/// <param name="comesBack">Whether it goes on past every failure, because the next round finds what was not done: a sweeper does.</param>
public sealed class EachByItself(string work, bool comesBack = false)
{
    private readonly Lock gate = new();
    private readonly List<SetAside> setAside = [];

    /// <summary>What was set aside so far.</summary>
    public IReadOnlyList<SetAside> SetAside
    {
        get
        {
            lock (gate)
                return [.. setAside];
        }
    }

    /// <summary>Does something that a document of a kind asks for; false when the document broke it.</summary>
    public async Task<bool> TryAsync(string kind, Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (Exception error) when (Storage.SetAside.IsOfTheDocument(error) || (comesBack && error is not OperationCanceledException))
        {
            Note(kind, error);
            return false;
        }
    }

    /// <summary>Reads a document as its type; false when it is malformed.</summary>
    public bool TryRead<T>(StoredDocument stored, [NotNullWhen(true)] out T? document)
        where T : Document, IDocument<T>
    {
        try
        {
            document = stored.As<T>();
            return true;
        }
        catch (Exception error) when (Storage.SetAside.IsOfTheDocument(error))
        {
            Note(stored.Kind, error);
            document = null;
            return false;
        }
    }

    /// <summary>Those documents that can be read.</summary>
    public IReadOnlyList<T> Read<T>(IEnumerable<StoredDocument> stored)
        where T : Document, IDocument<T>
    {
        var read = new List<T>();
        foreach (var one in stored)
        {
            if (TryRead<T>(one, out var document))
                read.Add(document);
        }

        return read;
    }

    private void Note(string kind, Exception error)
    {
        var noted = new SetAside(work, kind, error);
        if (noted.IsMalformed)
            Measures.SetAside.Add(1, new("focusflow.work", work), new("focusflow.document.kind", kind));
        lock (gate)
            setAside.Add(noted);
    }
}

/// <summary>A document that could not be worked on.</summary>
/// <param name="Work">What was being done.</param>
/// <param name="Kind">The kind of the document.</param>
/// <param name="Error">What it broke. Its message may quote the document, so it belongs into no log.</param>
public sealed record SetAside(string Work, string Kind, Exception Error)
{
    /// <summary>Whether the document is to blame; else something that it needed was not there just then.</summary>
    public bool IsMalformed => IsOfTheDocument(Error);

    /// <summary>What may be told of the error: its type, and of malformed JSON the path.</summary>
    public string Reason => Error is JsonException { Path: { } path } ? $"{Error.GetType().Name} at {path}" : Error.GetType().Name;

    /// <summary>Whether this is what reading or using malformed data throws.</summary>
    internal static bool IsOfTheDocument(Exception error) => error
        is JsonException or FormatException or ArgumentException or ArithmeticException or NullReferenceException or InvalidCastException
            or IndexOutOfRangeException or KeyNotFoundException or NotSupportedException
        || (error is InvalidOperationException and not ObjectDisposedException);
}
