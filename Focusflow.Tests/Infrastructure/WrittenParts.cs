namespace Focusflow.Tests.Infrastructure;

/// <summary>Parts of documents that a command writes; each stands between two marks, and the words around them are kept.</summary>
internal static class WrittenParts
{
    /// <summary>The document with a part written anew.</summary>
    /// <param name="document">The document.</param>
    /// <param name="name">The part's name.</param>
    /// <param name="by">What writes it.</param>
    /// <param name="text">Its text.</param>
    public static string Put(string document, string name, string by, string text)
    {
        var (begin, end) = ($"<!-- {name}: written by {by} -->\n", $"<!-- end of {name} -->");
        var from = document.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = document.IndexOf(end, StringComparison.Ordinal);
        return from < begin.Length || to < from
            ? throw new InvalidOperationException($"There is no place for {name} in the document.")
            : $"{document[..from]}\n{text}\n{document[to..]}";
    }
}
