using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Privacy;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Output;
using Focusflow.Functions.Features.Accounts;
using Focusflow.Functions.Features.Focus;
using Focusflow.Functions.Features.Privacy;
using Focusflow.Functions.Features.Summaries;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Features.EarlierClients;

/// <summary>
/// The routes that existing clients know by other names. Each asks the function it stands for, so when the last such client is
/// gone, this file can go.
/// </summary>
public sealed class EarlierClientFunctions(
    SettingsFunctions settings, FocusSessionFunctions sessions, SummaryFunctions summaries, PrivacyFunctions privacy)
{
    private const string PasswordHeader = "X-Confirm-Password";
    private const string OnboardingExample =
        """{"clock_in_time": "09:00 AM", "clock_out_time": "05:30 PM", "focus_goal": 300, "timezone": "Europe/Berlin", "avatar_url": "/avatars/avatar-1.png"}""";

    /// <summary>POST /auth/complete-onboarding.</summary>
    [Function("CompleteOnboardingOfAuth")]
    [Operation("Complete the onboarding", EarlierNameOf = "PUT /users/onboarding/complete", Body = typeof(EarlierOnboarding), Answer = typeof(OnboardedResource), Versioned = true)]
    [BodyExample(OnboardingExample)]
    public Task<IResult> OnboardOfAuthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/complete-onboarding")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        settings.OnboardAsync(request, EarlierOnboarding.Read, client, cancellation);

    /// <summary>POST /users/complete-onboarding.</summary>
    [Function("CompleteOnboardingOfUser")]
    [Operation("Complete the onboarding", EarlierNameOf = "PUT /users/onboarding/complete", Body = typeof(EarlierOnboarding), Answer = typeof(OnboardedResource), Versioned = true)]
    [BodyExample(OnboardingExample)]
    public Task<IResult> OnboardOfUserAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/complete-onboarding")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        settings.OnboardAsync(request, EarlierOnboarding.Read, client, cancellation);

    /// <summary>POST /focus-sessions/{id}/end.</summary>
    [Function("EndFocusSession")]
    [Operation("End a session as completed", EarlierNameOf = "POST /focus-sessions/{id}/complete", Answer = typeof(FocusSessionResponse), Versioned = true)]
    public Task<IResult> EndFocusAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "focus-sessions/{id:guid}/end")] HttpRequest request,
        Guid id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        sessions.CompleteAsync(request, id, client, cancellation);

    /// <summary>POST /break-sessions/start: a session of type break, whatever type the body names.</summary>
    [Function("StartBreakSession")]
    [Operation("Start a break", EarlierNameOf = "POST /focus-sessions/start", Body = typeof(SessionPlan), BodyReader = nameof(SessionPlan.ReadBreak), Answer = typeof(FocusSessionResponse), Versioned = true, Status = 201)]
    [BodyExample("""{"duration_minutes": 5}""")]
    public Task<IResult> BeginBreakAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "break-sessions/start")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        sessions.BeginAsync(request, SessionPlan.ReadBreak, client, cancellation);

    /// <summary>POST /break-sessions/{id}/end.</summary>
    [Function("EndBreakSession")]
    [Operation("End a break as completed", EarlierNameOf = "POST /focus-sessions/{id}/complete", Answer = typeof(FocusSessionResponse), Versioned = true)]
    public Task<IResult> EndBreakAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "break-sessions/{id:guid}/end")] HttpRequest request,
        Guid id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        sessions.CompleteAsync(request, id, client, cancellation);

    /// <summary>POST /break-sessions/{id}/pause.</summary>
    [Function("PauseBreakSession")]
    [Operation("Pause a break", EarlierNameOf = "POST /focus-sessions/{id}/pause", Answer = typeof(FocusSessionResponse), Versioned = true)]
    public Task<IResult> PauseBreakAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "break-sessions/{id:guid}/pause")] HttpRequest request,
        Guid id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        sessions.PauseAsync(request, id, client, cancellation);

    /// <summary>POST /break-sessions/{id}/resume.</summary>
    [Function("ResumeBreakSession")]
    [Operation("Let a paused break run again", EarlierNameOf = "POST /focus-sessions/{id}/resume", Answer = typeof(FocusSessionResponse), Versioned = true)]
    public Task<IResult> ResumeBreakAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "break-sessions/{id:guid}/resume")] HttpRequest request,
        Guid id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        sessions.ResumeAsync(request, id, client, cancellation);

    /// <summary>GET /time-logs/daily-summary: the sessions of the day under two names.</summary>
    [Function("GetTimeLogSummary")]
    [Operation("The summary of a day", EarlierNameOf = "GET /daily-summary", Answer = typeof(EarlierDailySummary))]
    [Query("date", "The day; today when not given.", Format = "date")]
    public Task<IResult> ShowDayAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "time-logs/daily-summary")] HttpRequest request, CancellationToken cancellation) =>
        summaries.ShowDayAsync(
            request, static day => Answer.Json(EarlierDailySummary.Of(day), EarlierClientJson.Default.EarlierDailySummary), cancellation);

    /// <summary>DELETE /users/delete: the password in the body or in a header, for clients that send no body with DELETE.</summary>
    [Function("DeleteUserByEarlierName")]
    [Operation("Delete the account and everything stored about the user", EarlierNameOf = "DELETE /users/me", Body = typeof(DeleteAccount), BodyOptional = true, Status = 204, Versioned = true)]
    [RequestHeader(PasswordHeader, "The password, in place of a body.")]
    [BodyExample("""{"password": "correct horse battery"}""")]
    public async Task<IResult> DeleteUserAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/delete")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (request.Headers[PasswordHeader] is not [{ Length: > 0 } password])
            return await privacy.DeleteAsync(request, client, cancellation);
        var body = JsonElement.Parse(new JsonObject { ["password"] = password }.ToJsonString());
        return DeleteAccount.Read(new FieldReader(body, request.Caller().Calendar)).Succeeded(out var command, out var problem)
            ? await privacy.EraseAsync(request, command, client, cancellation)
            : Answer.Problem(problem);
    }
}

/// <summary>A daily summary with its sessions under the earlier name, too.</summary>
/// <param name="Date">The user's day, such as <c>2025-09-26T00:00:00Z</c>.</param>
/// <param name="TotalFocusSessions">The number of completed focus sessions.</param>
/// <param name="TotalFocusTime">Their running time in seconds.</param>
/// <param name="TotalBreakTime">The running time of completed break sessions in seconds.</param>
/// <param name="FocusSessions">All sessions, focus and breaks, that started in the day.</param>
/// <param name="Sessions">The same.</param>
public sealed record EarlierDailySummary(
    DateTimeOffset Date,
    int TotalFocusSessions,
    long TotalFocusTime,
    long TotalBreakTime,
    IEnumerable<FocusSessionResponse> FocusSessions,
    IEnumerable<FocusSessionResponse> Sessions)
{
    /// <summary>A summary with that name.</summary>
    public static EarlierDailySummary Of(DailySummaryResponse day) => new(
        day.Date, day.TotalFocusSessions, day.TotalFocusTime, day.TotalBreakTime, day.FocusSessions, day.FocusSessions);
}

/// <summary>How earlier clients are answered.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(TimestampConverter)])]
[JsonSerializable(typeof(EarlierDailySummary))]
public sealed partial class EarlierClientJson : JsonSerializerContext;

/// <summary>The functions that earlier names stand for.</summary>
internal static class EarlierClientServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddEarlierClients(this IServiceCollection services) => services
        .AddSingleton<SettingsFunctions>()
        .AddSingleton<FocusSessionFunctions>()
        .AddSingleton<SummaryFunctions>()
        .AddSingleton<PrivacyFunctions>();
}
