using System.Text;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Tests.Features.Privacy;

/// <summary>All documents of all containers as text, to search for what must not be there.</summary>
internal static class StoredTexts
{
    public static async Task<List<string>> AllAsync(IDocumentStore store)
    {
        List<string> texts = [];
        foreach (var container in Containers.All)
        {
            var page = await store.ReadChangesAsync(container, checkpoint: null, limit: 500);
            for (; page.Documents.Count > 0; page = await store.ReadChangesAsync(container, page.Checkpoint, limit: 500))
            {
                texts.AddRange(page.Documents.Select(document =>
                    $"{container.Name}/{document.Partition}/{document.Id}: {Encoding.UTF8.GetString(document.Json.Span)}"));
            }
        }

        return texts;
    }

    /// <summary>Those that mention one of the words, ignoring case.</summary>
    public static async Task<List<string>> MentioningAsync(IDocumentStore store, params string[] words) =>
        [.. (await AllAsync(store)).Where(text => words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)))];
}
