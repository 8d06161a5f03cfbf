using Focusflow.Core.Features.CalendarFeed;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Features.CalendarFeed;

/// <summary>The routes of the calendar feed.</summary>
/// <param name="feeds">The use cases.</param>
public sealed class CalendarFunctions(CalendarFeeds feeds)
{
    /// <summary>GET /calendar/{token}.ics: tasks with due dates; the address is the only key, so it needs no token.</summary>
    /// <remarks>The address is the only key: calendar programs cannot sign in. Holds tasks due from 90 days ago on.</remarks>
    /// <returns>The calendar (iCalendar).</returns>
    /// <response code="404">The address does not work, or no longer.</response>
    [Function("Calendar")]
    [Operation("Tasks with due dates, for calendar programs", Answer = typeof(string), AnswerType = "text/calendar", Versioned = true)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "calendar/{token}.ics")] HttpRequest request,
        string token,
        CancellationToken cancellation) =>
        Answer.Of(await feeds.OpenAsync(token, cancellation), text => new CalendarAnswer(text));

    /// <summary>GET /users/me/calendar: whether there is an address.</summary>
    /// <remarks>The address itself is not told again.</remarks>
    /// <returns>Whether there is one, and since when.</returns>
    [Function("GetCalendarAddress")]
    [Operation("Whether a calendar address is active", Answer = typeof(CalendarAddress))]
    public async Task<IResult> DescribeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/me/calendar")] HttpRequest request,
        CancellationToken cancellation) =>
        Answer.Json(await feeds.DescribeAsync(request.Caller().UserId, cancellation), CalendarJson.Default.CalendarAddress);

    /// <summary>POST /users/me/calendar: a new address; the old one stops working.</summary>
    /// <remarks>One made before stops working.</remarks>
    /// <returns>The address; nothing else tells it.</returns>
    [Function("CreateCalendarAddress")]
    [Operation("Make a calendar address", Answer = typeof(CalendarAddress), Status = 201)]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/me/calendar")] HttpRequest request,
        CancellationToken cancellation) =>
        Answer.Of(
            await feeds.CreateAsync(request.Caller().UserId, cancellation),
            address => Answer.Created(address, CalendarJson.Default.CalendarAddress, address.Url));

    /// <summary>DELETE /users/me/calendar: the address stops working.</summary>
    /// <remarks>Harmless when there is none.</remarks>
    /// <returns>Revoked.</returns>
    [Function("RevokeCalendarAddress")]
    [Operation("Revoke the calendar address", Status = 204)]
    public async Task<IResult> RevokeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/me/calendar")] HttpRequest request,
        CancellationToken cancellation) =>
        Answer.Of(await feeds.RevokeAsync(request.Caller().UserId, cancellation));
}
