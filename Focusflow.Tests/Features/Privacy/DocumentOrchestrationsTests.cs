using Focusflow.Core.Features.Privacy;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Privacy;

/// <summary>What waits on behalf of a user's documents is named by exactly one of them.</summary>
public sealed class DocumentOrchestrationsTests : IAsyncLifetime
{
    private LocalApp app = null!;
    private Person ann = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync();
        ann = await app.RegisterAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task An_orchestration_is_named_by_one_document()
    {
        await DoAsync("POST", "/api/tasks", new { title = "Call", reminder_enabled = true, reminder_time = app.Clock.GetUtcNow().AddHours(3) });
        await DoAsync("POST", "/api/time-logs/start-work");
        await EndEarlyAsync();
        var session = await StartAsync();
        await DoAsync("POST", $"/api/focus-sessions/{session}/pause");
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        await DoAsync("POST", $"/api/focus-sessions/{session}/resume");

        OrchestrationRuntimeStatus[] waits = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running];
        var waiting = await app.DurableTaskClient.GetAllInstancesAsync(new OrchestrationQuery(Statuses: waits))
            .Select(instance => instance.InstanceId).ToListAsync();
        var names = (await DocumentsAsync()).SelectMany(document => DocumentOrchestrations.Of(document, app.Clock.GetUtcNow())).ToList();

        // A reminder and a break reminder, the session that was ended early, the open one before, in and after its pause; and the shutdown
        // reminders of an instant, which are of everybody.
        waiting.Count.ShouldBe(7, string.Join(", ", waiting));
        waiting.Count(id => id.StartsWith("shutdown-", StringComparison.Ordinal)).ShouldBe(1);
        foreach (var id in waiting.Where(id => !id.StartsWith("shutdown-", StringComparison.Ordinal)))
            names.Count(name => name.IsPrefix ? id.StartsWith(name.Text, StringComparison.Ordinal) : id == name.Text).ShouldBe(1, id);
    }

    private async Task EndEarlyAsync()
    {
        var session = await StartAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        await DoAsync("POST", $"/api/focus-sessions/{session}/complete");
    }

    private async Task<string> StartAsync() =>
        (await (await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 25 })).JsonAsync()).Text("session_id");

    private async Task DoAsync(string method, string path, object? body = null) =>
        (await ann.SendAsync(method, path, body)).IsSuccessStatusCode.ShouldBeTrue(path);

    private async Task<IReadOnlyList<StoredDocument>> DocumentsAsync()
    {
        var page = await app.Services.GetRequiredService<IDocumentStore>().QueryAsync(new DocumentQuery(Containers.UserData, ann.Id) { Limit = DocumentQuery.MaxLimit });
        return page.Documents;
    }
}
