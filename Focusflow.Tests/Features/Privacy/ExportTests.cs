using System.Net;
using System.Text.Json;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Privacy;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Privacy;

public sealed class ExportTests : IAsyncLifetime
{
    private LocalApp app = null!;
    private FaultyStore store = null!;
    private Person ann = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync(options => options with { Customize = builder => store = FaultyStore.Around(builder.Services) });
        ann = await app.RegisterAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public void Every_kind_of_user_document_is_exported_or_lies_where_no_account_is() =>
        ExportedKind.OfUser.Select(kind => kind.Kind).Concat(ExportedKind.WithoutAccount).ShouldBe(DocumentKinds.OfUsers, ignoreOrder: true);

    [Fact]
    public async Task A_document_of_every_kind_is_found_in_the_export()
    {
        var kinds = DocumentKinds.OfUsers.Except(ExportedKind.WithoutAccount, StringComparer.Ordinal).ToList();
        foreach (var kind in kinds.Where(kind => kind is not ("challengeWeek" or "weekScore" or "account")))
            await WriteAsync(DocumentKinds.Probe(ann.Id, kind, $"probe-{kind}", $"text of {kind}"));
        await ann.PostAsync($"/api/challenges/{await ChallengeAsync()}/join", null);
        await WriteAsync(DocumentKinds.Probe(ann.Id, "weekScore", "probe-weekScore", "text of weekScore"));

        var export = await ExportAsync();

        var data = export.GetProperty("user_data");
        foreach (var kind in kinds)
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(kind).Replace('-', '_');
            data.GetProperty(name).GetArrayLength().ShouldBeGreaterThan(0, kind);
            if (kind is not ("challengeWeek" or "account"))
                data.GetProperty(name).EnumerateArray().ShouldContain(one => one.GetProperty("id").GetString() == $"probe-{kind}" && one.GetProperty("probe_text").GetString() == $"text of {kind}", kind);
        }

        data.GetProperty("challenge_week")[0].GetProperty("participations")[0].Text("name").ShouldBe("Task Finisher");
    }

    [Fact]
    public async Task It_is_a_download_in_snake_case_with_what_other_containers_hold()
    {
        await ann.PostAsync($"/api/challenges/{await ChallengeAsync()}/join", null);
        await ann.PutAsync("/api/users/onboarding/complete", new { preferences = new Dictionary<string, object> { ["workStyle"] = "Deep", ["Wünsche"] = 1 } });
        await app.LoginAsync(password: "wrong");
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));

        var response = await ann.GetAsync("/api/users/me/export");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        response.Content.Headers.ContentDisposition.FileName!.Trim('"').ShouldBe("focusflow-export-2025-09-29.json");
        var export = await response.JsonAsync();
        export.GetProperty("format").GetInt32().ShouldBe(1);
        export.Text("exported_at").ShouldBe("2025-09-29T08:00:01Z");
        export.Text("user_id").ShouldBe(ann.Id);
        var account = export.GetProperty("user_data").GetProperty("account")[0];
        account.Text("email").ShouldBe("ann@example.com");
        account.Text("created_at").ShouldBe("2025-09-29T08:00:00Z");
        account.GetProperty("settings").GetProperty("daily_shutdown_time").ValueKind.ShouldBe(JsonValueKind.String);
        export.GetProperty("user_data").GetProperty("onboarding")[0].GetProperty("preferences").Text("workStyle").ShouldBe("Deep");
        export.GetProperty("identities").GetProperty("identity").EnumerateArray().Select(one => one.Text("id"))
            .ShouldBe([Identity.OfEmail("ann@example.com"), Identity.OfUsername("ann")], ignoreOrder: true);
        export.GetProperty("user_data").GetProperty("failed_sign_ins").EnumerateArray().Select(failures => failures.GetProperty("count").GetInt32())
            .ShouldBe([1, 1]); // of the account, and of the client
        var entry = export.GetProperty("leaderboards").GetProperty("board_entry")[0];
        entry.Text("board").ShouldBe("2025-W40");
        entry.Text("name").ShouldBe("Ann Example");
        export.ToString().ShouldNotContain("\"userId\"");
    }

    [Fact]
    public async Task Secrets_are_named_and_withheld()
    {
        var webhook = await (await ann.PostAsync("/api/webhooks", new { url = "https://example.com/hook" }, ("Idempotency-Key", "k"))).JsonAsync();
        await ann.PostAsync("/api/users/me/calendar", null);
        var access = (await store.ReadAsync<Access>(ann.Id, Access.DocumentId))!;

        var export = await ExportAsync();

        var data = export.GetProperty("user_data");
        data.GetProperty("access")[0].Text("password_hash").ShouldBe("(secret, not exported)");
        data.GetProperty("access")[0].GetProperty("sessions")[0].Text("token_hash").ShouldBe("(secret, not exported)");
        data.GetProperty("webhook")[0].Text("secret").ShouldBe("(secret, not exported)");
        data.GetProperty("calendar_feed")[0].Text("secret_hash").ShouldBe("(secret, not exported)");
        data.GetProperty("keyed_request")[0].Text("answer").ShouldBe("(secret, not exported)");
        var text = export.ToString();
        foreach (var secret in new[] { access.PasswordHash!, access.Sessions[0].TokenHash, webhook.Text("secret") })
            text.ShouldNotContain(secret);
    }

    /// <summary>However much there is, no more than a page is held: what was read is handed on before the next is asked for.</summary>
    [Fact]
    public async Task Memory_holds_a_page_however_much_there_is()
    {
        const int Count = 2_000;
        var text = new string('x', 1_000);
        foreach (var some in Enumerable.Range(0, Count).Chunk(100))
            await WriteAsync([.. some.Select(i => DocumentKinds.Probe(ann.Id, "task", $"task-{i:D5}", text))]);
        var output = new LargestFlush();

        await app.Services.GetRequiredService<UserExport>().WriteAsync(ann.Id, output);

        output.Largest.ShouldBeLessThan(200_000);
        output.Total.ShouldBeGreaterThan(Count * 1_000);
    }

    [Fact]
    public async Task A_store_that_is_away_is_503_and_not_half_a_document()
    {
        await ann.GetAsync("/api/auth/user");
        store.IsDown = true;

        (await ann.GetAsync("/api/users/me/export")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Asking_over_and_over_is_429()
    {
        await using var limited = await FocusflowTestApp.StartAsync(("Focusflow:RateLimit:Enabled", "true"), ("Focusflow:RateLimit:ExportsPerMinute", "2"));
        var person = await limited.RegisterAsync();
        for (var i = 0; i < 2; i++)
            (await person.GetAsync("/api/users/me/export")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var refused = await person.GetAsync("/api/users/me/export");

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
    }

    private async Task<JsonElement> ExportAsync()
    {
        var response = await ann.GetAsync("/api/users/me/export");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.JsonAsync();
    }

    private async Task WriteAsync(params IReadOnlyList<DocumentWrite> writes) =>
        (await store.CommitAsync(new DocumentBatch(Containers.UserData, ann.Id, writes))).Succeeded.ShouldBeTrue();

    private async Task<string> ChallengeAsync() =>
        (await (await ann.GetAsync("/api/challenges/week")).JsonAsync()).EnumerateArray().Single(one => one.Text("name") == "Task Finisher").Text("id");

    /// <summary>Swallows what is written, and remembers the most that came at once.</summary>
    private sealed class LargestFlush : MemoryStream
    {
        public int Largest { get; private set; }

        public long Total { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Largest = Math.Max(Largest, buffer.Length);
            Total += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
