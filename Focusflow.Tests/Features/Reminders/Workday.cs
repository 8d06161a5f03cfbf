using System.Net;
using System.Text.Json;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Focus;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Tests.Features.Reminders;

/// <summary>What shutdown and break reminders look like to the user of a <see cref="FocusClient"/>.</summary>
internal static class Workday
{
    /// <summary>A Monday morning, UTC.</summary>
    public const string Monday = "2025-10-06T06:00:00Z";

    public static Task<List<string>> ShutdownsAsync(this FocusClient client) => ToldAsync(client, "shutdown_reminder");

    public static Task<List<string>> BreaksAsync(this FocusClient client) => ToldAsync(client, "break_reminder");

    public static Task<List<string>> OverworkAsync(this FocusClient client) => ToldAsync(client, "overwork");

    public static Task<List<string>> WellnessAsync(this FocusClient client) => ToldAsync(client, "wellness_check");

    public static Task<JsonElement> ReflectAsync(this FocusClient client) =>
        client.PostAsync("/api/dashboard/shutdown-reflection", new { productivity_rating = "good" });

    public static Task<JsonElement> WorkAsync(this FocusClient client, string command) =>
        client.PostAsync($"/api/time-logs/{command}", null, command.StartsWith("start", StringComparison.Ordinal) ? HttpStatusCode.Created : HttpStatusCode.OK);

    public static async Task<T?> StoredAsync<T>(this LocalApp app, string userId, string id)
        where T : UserDocument, IDocument<T> =>
        await app.Services.GetRequiredService<IDocumentStore>().ReadAsync<T>(userId, id);

    /// <summary>The orchestrations of shutdown and break reminders that have not come to their end.</summary>
    public static async Task<List<string>> WaitingAsync(this LocalApp app)
    {
        var query = new OrchestrationQuery { Statuses = [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending] };
        var waiting = new List<string>();
        await foreach (var instance in app.DurableTaskClient.GetAllInstancesAsync(query))
        {
            if (instance.InstanceId.StartsWith("shutdown-", StringComparison.Ordinal) || instance.InstanceId.StartsWith("break-", StringComparison.Ordinal))
                waiting.Add(instance.InstanceId);
        }

        return waiting;
    }

    /// <summary>When notifications of a kind were due, the first first.</summary>
    private static async Task<List<string>> ToldAsync(FocusClient client, string kind)
    {
        await client.SignInAsync();
        var told = await client.GetAsync("/api/notifications?limit=200");
        return [.. told.EnumerateArray().Where(one => one.Text("kind") == kind).Select(one => one.Text("created_at")).Reverse()];
    }
}
