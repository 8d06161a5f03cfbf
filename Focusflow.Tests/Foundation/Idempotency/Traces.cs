using System.Text;
using System.Text.RegularExpressions;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Tests.Foundation.Idempotency;

/// <summary>What is stored of a user, told so that two users who did the same leave the same: without ids, secrets and versions.</summary>
internal static partial class Traces
{
    /// <summary>One line for each document of a user's partition.</summary>
    public static async Task<string> OfAsync(LocalApp app, string userId)
    {
        var store = app.Services.GetRequiredService<IDocumentStore>();
        List<string> lines = [];
        for (string? continuation = null; ;)
        {
            var page = await store.QueryAsync(new DocumentQuery(Containers.UserData, userId, []) { Limit = 100, Continuation = continuation });
            lines.AddRange(page.Documents.Where(document => document.Kind != "keyedRequest").Select(Line));
            if ((continuation = page.Continuation) is null)
                return string.Join('\n', lines.Order(StringComparer.Ordinal));
        }
    }

    private static string Line(StoredDocument document)
    {
        var text = Regex.Unescape(Encoding.UTF8.GetString(document.Json.Span).Replace("\\\"", "'", StringComparison.Ordinal));
        text = Email().Replace(text, "(email)");
        text = Username().Replace(text, "\"username\":(name)");
        text = Avatar().Replace(text, "(avatar)");
        text = Id().Replace(text, "(id)");
        text = Instant().Replace(text, "(instant)");
        return Secret().Replace(text, "(secret)");
    }

    [GeneratedRegex("[a-z0-9.]+@example\\.com", RegexOptions.None, 1000)]
    private static partial Regex Email();

    [GeneratedRegex("\"username\":\"[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex Username();

    [GeneratedRegex("/avatars/[a-z0-9-]+", RegexOptions.None, 1000)]
    private static partial Regex Avatar();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.None, 1000)]
    private static partial Regex Id();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", RegexOptions.None, 1000)]
    private static partial Regex Instant();

    [GeneratedRegex("[A-Za-z0-9_+/-]{22,}=*", RegexOptions.None, 1000)]
    private static partial Regex Secret();
}
