using System.Text.Json.Serialization;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Output;
using Focusflow.Functions.Foundation.Http;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Features.WorkLog;

/// <summary>An entry of the work log as clients see it. Times are RFC 3339 in UTC.</summary>
/// <param name="SessionId">Its id.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="StartTime">When it began.</param>
/// <param name="EndTime">When it ended, or null while it is open.</param>
/// <param name="Type">work or break.</param>
/// <param name="Date">The user's day it belongs to, written as in summaries: <c>2025-09-26T00:00:00Z</c>.</param>
public sealed record TimeLogResponse(
    string SessionId, string UserId, DateTimeOffset StartTime, DateTimeOffset? EndTime, LogType Type, DateTimeOffset Date)
{
    /// <summary>An entry as it is stored.</summary>
    public static TimeLogResponse Of(TimeLog entry) => new(
        entry.Id,
        entry.UserId,
        entry.StartedAt,
        entry.EndedAt,
        entry.LogType,
        DayText.Midnight(DayText.Parse(entry.Day)));

    /// <summary>200 with an entry.</summary>
    internal static IResult Answered(TimeLog entry) => Answer.Json(Of(entry), TimeLogJson.Default.TimeLogResponse, entry.ETag);

    /// <summary>200 with an entry or <c>null</c>.</summary>
    internal static IResult AnsweredOrNull(TimeLog? entry) =>
        entry is null ? Answer.Json<TimeLogResponse>(null!, TimeLogJson.Default.TimeLogResponse) : Answered(entry);

    /// <summary>200 with an entry, or 404.</summary>
    internal static IResult AnsweredOr404(TimeLog? entry, string thing) => entry is null ? Answer.Problem(Problem.NotFound(thing)) : Answered(entry);

    /// <summary>201 with an entry that has begun. It has no address of its own; lists and <c>current</c> show it.</summary>
    internal static IResult Created(TimeLog entry) =>
        Answer.Created(Of(entry), TimeLogJson.Default.TimeLogResponse, location: null, entry.ETag);
}

/// <summary>How the work log is answered.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(TimestampConverter)])]
[JsonSerializable(typeof(TimeLogResponse))]
[JsonSerializable(typeof(IEnumerable<TimeLogResponse>))]
public sealed partial class TimeLogJson : JsonSerializerContext;
