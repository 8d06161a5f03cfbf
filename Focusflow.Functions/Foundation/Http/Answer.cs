using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Outcomes;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>The answers of the API. The one place where outcomes become HTTP.</summary>
public static class Answer
{
    /// <summary>204.</summary>
    public static IResult NoContent { get; } = new EmptyAnswer(StatusCodes.Status204NoContent);

    /// <summary>
    /// A resource as JSON. With an <paramref name="etag"/> (without quotes) it carries its version, and a GET whose
    /// <c>If-None-Match</c> names that version gets 304 instead.
    /// </summary>
    public static IResult Json<T>(T value, JsonTypeInfo<T> type, string? etag = null, int status = StatusCodes.Status200OK) =>
        new JsonAnswer<T>(value, type) { Status = status, ETag = etag };

    /// <summary>201 with the new resource and where it is, such as <c>/api/tasks/1</c>.</summary>
    public static IResult Created<T>(T value, JsonTypeInfo<T> type, string? location = null, string? etag = null) =>
        new JsonAnswer<T>(value, type) { Status = StatusCodes.Status201Created, ETag = etag, Location = location };

    /// <summary>One page of a list: a plain array, and a <c>Link</c> to the next page when there is one.</summary>
    public static IResult Page<T>(T items, JsonTypeInfo<T> type, string? nextCursor) =>
        new JsonAnswer<T>(items, type) { NextCursor = nextCursor };

    /// <summary>A refusal as problem details.</summary>
    public static IResult Problem(Problem problem) => new ProblemAnswer(problem);

    /// <summary>What an outcome says: <paramref name="answer"/> for its value, else its problem.</summary>
    public static IResult Of<T>(Outcome<T> outcome, Func<T, IResult> answer) =>
        outcome.Succeeded(out var value, out var problem) ? answer(value) : Problem(problem);

    /// <summary>204 when it was done, else the problem.</summary>
    public static IResult Of(Outcome<Done> outcome) => outcome.Problem is { } problem ? Problem(problem) : NoContent;
}
