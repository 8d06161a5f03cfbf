using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.Middleware;
using Focusflow.Functions.Foundation.OpenApi;
using Focusflow.Functions.Foundation.Orchestrations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Focusflow.Functions.Features.Accounts;

/// <summary>Settings, and the onboarding that sets some of them.</summary>
/// <param name="accounts">Reads and changes accounts.</param>
/// <param name="avatars">Changes accounts that bring a picture along.</param>
/// <param name="rates">Limits how many pictures one sends.</param>
public sealed class SettingsFunctions(AccountEditor accounts, AvatarPictures avatars, RequestRates rates)
{
    private static readonly AccountResourceJson Json = AccountResourceJson.Default;

    /// <summary>GET /users/settings.</summary>
    /// <remarks>How the user works, and what the service may say when.</remarks>
    /// <returns>The settings.</returns>
    [Function("GetSettings")]
    [Operation("The settings", Answer = typeof(UserSettings), Versioned = true)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/settings")] HttpRequest request, CancellationToken cancellation) =>
        Show(await accounts.ReadAsync(request.Caller().UserId, cancellation));

    /// <summary>PUT or PATCH /users/settings: changes the settings that are sent.</summary>
    /// <remarks>Changes those that are sent. Zone, start of day and work days hold from now on; days that are over keep theirs.</remarks>
    /// <returns>All settings as they are now.</returns>
    [Function("UpdateSettings")]
    [Operation("Change settings", Body = typeof(UpdateSettings), Answer = typeof(UserSettings), Versioned = true)]
    [BodyExample("""{"work_days": ["mon", "tue", "wed", "thu"], "work_start_time": "08:30", "focus_goal": 300, "day_starts_at": "04:00"}""")]
    public Task<IResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "patch", Route = "users/settings")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        ChangeAsync(request, client, cancellation);

    /// <summary>PUT /users/settings/quick: the same, for clients that change one switch at a time.</summary>
    /// <remarks>The same as <c>/users/settings</c>, for clients that change one switch at a time.</remarks>
    /// <returns>All settings as they are now.</returns>
    [Function("UpdateQuickSettings")]
    [Operation("Change a few settings", Body = typeof(UpdateSettings), Answer = typeof(UserSettings), Versioned = true)]
    [BodyExample("""{"pomodoro_work_duration": 25, "break_reminders_enabled": true}""")]
    public Task<IResult> UpdateQuickAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "patch", Route = "users/settings/quick")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        ChangeAsync(request, client, cancellation);

    /// <summary>PUT /users/onboarding/complete <c>{preferences?, avatar_url?}</c>: the user, and the preferences kept.</summary>
    /// <remarks>
    /// Marks the user as onboarded. The preferences are kept as they are sent and given back; those that are settings are set,
    /// too.
    /// </remarks>
    /// <returns>The user, with the preferences kept.</returns>
    [Function("CompleteOnboarding")]
    [Operation("Complete the onboarding", Body = typeof(CompleteOnboarding), Answer = typeof(OnboardedResource), Versioned = true)]
    [BodyExample("""{"preferences": {"work_hours": "9-5", "notification_enabled": true}, "avatar_url": "/avatars/avatar-1.png"}""")]
    public Task<IResult> CompleteOnboardingAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/onboarding/complete")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        OnboardAsync(request, CompleteOnboarding.Read, client, cancellation);

    /// <summary>Completes the onboarding with what <paramref name="read"/> finds in the body.</summary>
    internal async Task<IResult> OnboardAsync(
        HttpRequest request, Func<FieldReader, Outcome<CompleteOnboarding>> read, DurableTaskClient client, CancellationToken cancellation)
    {
        var caller = request.Caller();
        RequestBody.Allow(request, DataUrl.MostBody);
        if (!(await RequestBody.ReadObjectAsync(request, cancellation)).Succeeded(out var body, out var problem)
            || !read(new FieldReader(body, caller.Calendar) { Site = new RequestSite(request) }).Succeeded(out var command, out problem)
            || rates.Refuses(command.AvatarUrl, caller.UserId, out problem))
        {
            return Answer.Problem(problem);
        }

        var changed = await avatars.ChangeAsync(
            caller.UserId,
            command.AvatarUrl,
            request.Expected(),
            (account, avatar) => (command with { AvatarUrl = avatar }).Decide(account),
            new DurableTimers(client),
            command.ToDocument(caller.UserId),
            cancellation);
        return Answer.Of(
            changed, account => Answer.Json(new OnboardedResource(account, command.Preferences), Json.OnboardedResource, account.ETag));
    }

    private async Task<IResult> ChangeAsync(HttpRequest request, DurableTaskClient client, CancellationToken cancellation)
    {
        var caller = request.Caller();
        if (!(await RequestBody.ReadObjectAsync(request, cancellation)).Succeeded(out var body, out var problem)
            || !UpdateSettings.Read(new FieldReader(body, caller.Calendar)).Succeeded(out var command, out problem))
        {
            return Answer.Problem(problem);
        }

        return Show(await accounts.ChangeAsync(
            caller.UserId,
            request.Expected(),
            account => command.Decide(account),
            new DurableTimers(client),
            cancellation: cancellation));
    }

    private static IResult Show(Outcome<Account> outcome) =>
        Answer.Of(outcome, static account => Answer.Json(account.Settings, Json.UserSettings, account.ETag));
}
