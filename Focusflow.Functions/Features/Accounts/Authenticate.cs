using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.Middleware;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Focusflow.Functions.Features.Accounts;

/// <summary>
/// Demands a valid bearer token of every HTTP function that is not listed as public, and limits the rate of each user.
/// </summary>
/// <param name="authentication">Knows tokens.</param>
/// <param name="rates">The rates.</param>
public sealed class Authenticate(Authentication authentication, RequestRates rates) : IFunctionsWorkerMiddleware
{
    private static readonly ProblemAnswer NoToken =
        new(new Problem(ProblemCodes.Unauthorized, "Sign in first: send Authorization: Bearer and an access token."));

    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || PublicFunctions.Names.Contains(context.FunctionDefinition.Name))
            return next(context);
        if (BearerToken.Of(http.Request) is { } token)
            return InvokeAsync(context, http, token, next);
        context.Answer(NoToken);
        return Task.CompletedTask;
    }

    private async Task InvokeAsync(FunctionContext context, HttpContext http, string token, FunctionExecutionDelegate next)
    {
        var outcome = await authentication.AuthenticateAsync(token, http.RequestAborted);
        if (outcome.Problem == Authentication.Ended && IsLogoutSentAgain(context, http))
            context.Answer(new EmptyAnswer(StatusCodes.Status204NoContent));
        else if (!outcome.Succeeded(out var caller, out var problem))
            context.Answer(new ProblemAnswer(problem) { Challenge = "Bearer error=\"invalid_token\"" });
        else if (rates.OfUser(caller.UserId) is { } tooMany)
            context.Refuse(tooMany);
        else
        {
            http.SetCaller(caller);
            await next(context);
        }
    }

    // With the key of a request whose answer was lost: what it asked for is so, and its own doing may be why the token is dead.
    private static bool IsLogoutSentAgain(FunctionContext context, HttpContext http) =>
        context.FunctionDefinition.Name is "Logout" or "LogoutEverywhere" && http.Request.Headers.ContainsKey(RepeatedRequests.HeaderName);
}
