using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Focusflow.Sqlite;
using Focusflow.Tests.Features.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Focus;

/// <summary>Each transaction of the file is a trip to the disk.</summary>
public sealed class SessionTransactionsTests
{
    [Fact]
    public async Task Starting_a_session_with_its_wake_up_is_one_transaction_and_completing_it_is_another()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        var ann = await app.RegisterAsync();
        var database = app.Services.GetRequiredService<SqliteDatabase>();
        database.Writer.Moment = Patience.Limit; // however slow the machine is

        var before = database.Commits;
        using var started = await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 25 });
        started.StatusCode.ShouldBe(HttpStatusCode.Created);
        (database.Commits - before).ShouldBe(1);

        var id = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("session_id").GetString();
        (await app.DurableTaskClient.GetAllInstancesAsync().ToListAsync()).ShouldContain(wakeUp => wakeUp.InstanceId.StartsWith($"focus-{id}-"));
        (await ann.PostAsync($"/api/focus-sessions/{id}/complete", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (database.Commits - before).ShouldBe(2);
    }
}
