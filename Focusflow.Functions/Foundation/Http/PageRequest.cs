using System.Globalization;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>Which page of a list is wanted.</summary>
/// <param name="Limit">The most items: 1 to <see cref="MaxLimit"/>, or more for a list that is given whole.</param>
/// <param name="Cursor">What the <c>Link</c> of the page before said, or null for the first page.</param>
public sealed record PageRequest(int Limit, string? Cursor)
{
    /// <summary>The limit when none is named.</summary>
    public const int DefaultLimit = 50;

    /// <summary>The most items a page may have.</summary>
    public const int MaxLimit = 200;

    private static readonly string[] Names = ["limit", "cursor"];

    private const int MaxCursorLength = 4096;

    /// <summary>Reads <c>limit</c> and <c>cursor</c> of the query; 422 names the one that is wrong.</summary>
    /// <param name="request">The request.</param>
    /// <param name="defaultLimit">The limit when none is named.</param>
    /// <param name="whole">The limit when neither is named, for a list that is given whole to those who ask for no page of it.</param>
    public static Outcome<PageRequest> Read(HttpRequest request, int defaultLimit = DefaultLimit, int? whole = null)
    {
        var query = request.Query;
        if (ParameterSpelling.FindWrong(query.Keys, Names) is var (name, rule))
            return Problem.Invalid(name, $"{name} {rule}.");
        var limit = defaultLimit;
        if (query.TryGetValue("limit", out var sent)
            && !(int.TryParse(sent.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit))
        {
            return Problem.Invalid("limit", $"limit must be a whole number from 1 to {MaxLimit}.");
        }

        if (!query.TryGetValue("cursor", out var cursor) || cursor.ToString() is not { Length: > 0 } from)
            return new PageRequest(sent.Count == 0 ? whole ?? limit : limit, null);
        return from.Length <= MaxCursorLength
            ? new PageRequest(limit, from)
            : Problem.InvalidCursor;
    }
}
