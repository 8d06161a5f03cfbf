using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Focusflow.Core.Features.Privacy;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.Middleware;
using Focusflow.Functions.Foundation.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Features.Privacy;

/// <summary>What users may do with all that is stored about them: have it, and have it deleted.</summary>
public sealed partial class PrivacyFunctions(
    UserExport export, DeletionProof proof, AccountDeletion deletion, RequestRates rates, TimeProvider clock, ILogger<PrivacyFunctions> log)
{
    // The rest of a very large account is left to the orchestration; nobody should wait for it with an open connection.
    private static readonly TimeSpan InlineTime = TimeSpan.FromSeconds(20);

    /// <summary>GET /users/me/export: everything stored about the user, as one JSON document for downloading.</summary>
    /// <remarks>
    /// Every document that is stored about the user, by container and kind, without secrets. At most a few times an hour.
    /// </remarks>
    /// <returns>All there is.</returns>
    [Function("ExportUser")]
    [Operation("Everything stored about the user", Answer = typeof(ExportedUser))]
    public async Task ExportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/me/export")] HttpRequest request, CancellationToken cancellation)
    {
        var (userId, response) = (request.Caller().UserId, request.HttpContext.Response);
        if (rates.OfExport(userId) is { } tooMany)
        {
            await Answer.Problem(tooMany).ExecuteAsync(request.HttpContext);
            return;
        }

        // Written here and not as a result, so that what fails on the way breaks off and is not taken for the whole.
        response.ContentType = "application/json";
        response.Headers.ContentDisposition =
            string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"focusflow-export-{clock.Now():yyyy-MM-dd}.json\"");
        if (!HttpMethods.IsHead(request.Method))
            await export.WriteAsync(userId, response.Body, cancellation);
    }

    /// <summary>
    /// DELETE /users/me <c>{password}</c>: the account and every document of the user. 204 once it cannot be undone, normally
    /// when all is gone; 422 for a wrong password. Who signs in with another service sends <c>{username}</c>.
    /// </summary>
    /// <remarks>
    /// Needs the password, or the username from those who sign in with another service. Tokens stop working at once; what is
    /// left is removed in the background when there is much of it.
    /// </remarks>
    /// <returns>Deleted; nothing brings it back.</returns>
    /// <response code="422">The password or the username is missing or wrong.</response>
    [Function("DeleteUser")]
    [Operation("Delete the account and everything stored about the user", Body = typeof(DeleteAccount), Status = 204, Versioned = true)]
    [BodyExample("""{"password": "correct horse battery"}""")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/me")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var caller = request.Caller();
        if (!(await RequestBody.ReadObjectAsync(request, cancellation)).Succeeded(out var body, out var problem)
            || !DeleteAccount.Read(new FieldReader(body, caller.Calendar)).Succeeded(out var command, out problem))
        {
            return Answer.Problem(problem);
        }

        return await EraseAsync(request, command, client, cancellation);
    }

    /// <summary>Deletes the account of the caller on the proof that is given.</summary>
    internal async Task<IResult> EraseAsync(HttpRequest request, DeleteAccount command, DurableTaskClient client, CancellationToken cancellation)
    {
        var caller = request.Caller();
        if ((await proof.CheckAsync(caller, command, cancellation)).Problem is { } refused)
            return Answer.Problem(refused);
        var orchestrations = new DurableUserOrchestrations(client, log);
        if (!(await deletion.MarkAsync(caller.UserId, request.Expected(), orchestrations, cancellation)).Succeeded(out var order, out var problem))
            return Answer.Problem(problem);
        await FinishAsync(order, orchestrations);
        return Answer.NoContent;
    }

    /// <summary>From here on it is decided: neither a client that goes away nor a failing store changes that.</summary>
    private async Task FinishAsync(DeletionOrder order, DurableUserOrchestrations orchestrations)
    {
        using var limit = new CancellationTokenSource(InlineTime, TimeProvider.System);
        try
        {
            while (await deletion.ContinueAsync(order, orchestrations, mostPages: 10, limit.Token) == DeletionProgress.Working)
            {
                // There was more.
            }
        }
        catch (Exception error)
        {
            LeftOver(error);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A deletion could not be finished at once; its orchestration will")]
    private partial void LeftOver(Exception error);
}

/// <summary>
/// The form of an export, for the API's description: by container, an array of documents for each kind, all names in
/// snake_case. Nobody makes one; it is written piece by piece.
/// </summary>
/// <param name="Format">The version of the form.</param>
/// <param name="ExportedAt">When it was made.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="UserData">The user's own documents.</param>
/// <param name="Identities">The names that the user has claimed, and failures of signing in.</param>
/// <param name="Leaderboards">The user's entries on the boards.</param>
/// <param name="Pictures">The pictures that the user has sent, in both sizes.</param>
public sealed record ExportedUser(
    int Format, DateTimeOffset ExportedAt, string UserId, JsonObject UserData, JsonObject Identities, JsonObject Leaderboards, IReadOnlyList<ExportedPicture> Pictures);

/// <summary>A picture in an export.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Webp">The file, in base64.</param>
public sealed record ExportedPicture(string Name, string Webp);

/// <summary>How the export is described.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ExportedUser))]
public sealed partial class PrivacyJson : JsonSerializerContext;
