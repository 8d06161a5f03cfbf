using System.Globalization;
using System.Net;
using System.Text.Json;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Tasks;

public sealed class TaskHttpTests : IAsyncLifetime
{
    private LocalApp app = null!;
    private Person ann = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync();
        ann = await app.RegisterAsync();
    }

    /// <summary>Nothing is written to a task when its user moves, but the instant at which its day is over is another one.</summary>
    [Fact]
    public async Task A_conditional_read_tells_when_a_day_is_over_after_a_move_and_a_conditional_change_goes_by_the_version()
    {
        var created = await ann.PostAsync("/api/tasks", new { title = "a", due_date = "2025-10-01" });
        var path = created.Headers.Location!.ToString();
        var tag = created.Headers.ETag!.ToString();
        (await ann.GetAsync(path, ("If-None-Match", tag))).StatusCode.ShouldBe(HttpStatusCode.NotModified);

        foreach (var settings in new object[] { new { timezone = "Asia/Tokyo" }, new { day_starts_at = "04:00" } })
        {
            (await ann.PutAsync("/api/users/settings", settings)).EnsureSuccessStatusCode();
            var read = await ann.GetAsync(path, ("If-None-Match", tag));
            read.StatusCode.ShouldBe(HttpStatusCode.OK);
            tag = read.Headers.ETag!.ToString();
            (await ann.GetAsync(path, ("If-None-Match", tag))).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        }

        (await (await ann.GetAsync(path)).JsonAsync()).Text("due_at").ShouldBe("2025-10-01T19:00:00Z");
        (await ann.PutAsync(path, new { title = "b" }, ("If-None-Match", created.Headers.ETag.ToString()))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await ann.PutAsync(path, new { title = "b" }, ("If-Match", created.Headers.ETag.ToString()))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ann.PutAsync(path, new { title = "c" }, ("If-Match", tag))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task A_task_is_made_read_changed_and_deleted()
    {
        var created = await ann.PostAsync("/api/tasks", new { title = "a" });
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        var path = created.Headers.Location!.OriginalString;
        var etag = created.Headers.ETag!.ToString();

        var read = await ann.GetAsync(path);
        read.Headers.ETag!.ToString().ShouldBe(etag);
        (await read.Content.ReadAsStringAsync()).ShouldBe(await created.Content.ReadAsStringAsync());
        (await ann.GetAsync(path, ("If-None-Match", etag))).StatusCode.ShouldBe(HttpStatusCode.NotModified);

        var changed = await ann.SendAsync("PATCH", path, new { description = "b" }, ("If-Match", etag));
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await changed.JsonAsync()).Text("description").ShouldBe("b");
        (await ann.PutAsync(path, new { title = "c" }, ("If-Match", etag))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await ann.SendAsync("DELETE", path, null, ("If-Match", etag))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);

        var deleted = await ann.SendAsync("DELETE", path + "/", null, ("If-Match", changed.Headers.ETag!.ToString()));
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await deleted.Content.ReadAsStringAsync()).ShouldBeEmpty();
        (await ann.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ann.SendAsync("DELETE", path, null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Completing_twice_changes_nothing_more()
    {
        var id = (await (await ann.PostAsync("/api/tasks", new { title = "a" })).JsonAsync()).Text("id");
        var first = await ann.SendAsync("PUT", $"/api/tasks/{id}/complete", new { });
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(1));
        var second = await ann.SendAsync("PUT", $"/api/tasks/{id}/complete/", null);
        second.Headers.ETag.ShouldBe(first.Headers.ETag);
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());

        var open = await (await ann.SendAsync("PUT", $"/api/tasks/{id}/uncomplete", null)).JsonAsync();
        open.GetProperty("completed").GetBoolean().ShouldBeFalse();
        open.GetProperty("completed_at").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("GET", "/api/tasks/{id}")]
    [InlineData("PUT", "/api/tasks/{id}")]
    [InlineData("PATCH", "/api/tasks/{id}")]
    [InlineData("DELETE", "/api/tasks/{id}")]
    [InlineData("PUT", "/api/tasks/{id}/complete")]
    [InlineData("PUT", "/api/tasks/{id}/uncomplete")]
    [InlineData("GET", "/api/tasks/{id}/time")]
    [InlineData("PUT", "/api/tasks/{id}/skip")]
    [InlineData("PUT", "/api/tasks/{id}/steps/0199a000-0000-7000-8000-0000000000aa/complete")]
    [InlineData("PUT", "/api/tasks/{id}/steps/0199a000-0000-7000-8000-0000000000aa/uncomplete")]
    public async Task Another_users_task_is_not_found_like_one_that_never_was(string method, string route)
    {
        var id = (await (await ann.PostAsync("/api/tasks", new { title = "mine" })).JsonAsync()).Text("id");
        var bob = await app.RegisterAsync("bob@example.com");
        object? body = route.EndsWith('}') && method is "PUT" or "PATCH" ? new { title = "his" } : null;
        var foreign = await bob.SendAsync(method, route.Replace("{id}", id), body);
        var unknown = await bob.SendAsync(method, route.Replace("{id}", Guid.NewGuid().ToString()), body);
        var nonsense = await bob.SendAsync(method, route.Replace("{id}", "42"), body);

        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await foreign.Content.ReadAsStringAsync()).ShouldBe(await unknown.Content.ReadAsStringAsync());
        (await foreign.JsonAsync()).Text("detail").ShouldBe("Task not found.");
        nonsense.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await ann.GetAsync($"/api/tasks/{id}")).JsonAsync()).Text("title").ShouldBe("mine");
    }

    [Fact]
    public async Task Another_kind_of_document_is_no_task()
    {
        var id = Guid.NewGuid().ToString("D");
        var other = NotificationDocument.Of(ann.Id, "task_reminder", "x", "t", "m", TaskSamples.Now, TaskSamples.Now, []) with { Id = id };
        var store = (IDocumentStore)app.Services.GetService(typeof(IDocumentStore))!;
        (await WriteSet.ForUser(ann.Id).Create(other).CommitAsync(store)).Succeeded.ShouldBeTrue();
        (await ann.GetAsync($"/api/tasks/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_wrong_field_is_told_as_problem_details()
    {
        var response = await ann.PostAsync("/api/tasks", new { title = " ", priority = "urgent" });
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var errors = (await response.JsonAsync()).GetProperty("errors");
        errors.GetProperty("title")[0].GetString().ShouldBe("title must not be empty.");
        errors.GetProperty("priority")[0].GetString().ShouldBe("priority must be one of low, medium, high.");
    }

    [Theory]
    [InlineData("limit=0", HttpStatusCode.UnprocessableEntity)]
    [InlineData("limit=201", HttpStatusCode.UnprocessableEntity)]
    [InlineData("completed=yes", HttpStatusCode.UnprocessableEntity)]
    [InlineData("completed=true&completed=false", HttpStatusCode.UnprocessableEntity)]
    [InlineData("cursor=abc", HttpStatusCode.BadRequest)]
    [InlineData("user_id=7&colour=red", HttpStatusCode.OK)]
    public async Task A_wrong_parameter_is_refused_and_an_unknown_one_ignored(string query, HttpStatusCode status) =>
        (await ann.GetAsync("/api/tasks?" + query)).StatusCode.ShouldBe(status);

    [Fact]
    public async Task A_list_is_read_page_by_page_through_its_links()
    {
        for (var i = 0; i < 7; i++)
            await ann.PostAsync("/api/tasks", new { title = $"t{i}", tags = new[] { "a b", "c" } });
        var titles = new List<string>();
        var next = "/api/tasks/?limit=3&tags=a%20b&tags=x&sort=title";
        while (next is not null)
        {
            var response = await ann.GetAsync(next);
            titles.AddRange((await response.JsonAsync()).EnumerateArray().Select(task => task.Text("title")));
            next = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
            next?.ShouldStartWith("/api/tasks/?limit=3&");
        }

        titles.ShouldBe(["t0", "t1", "t2", "t3", "t4", "t5", "t6"]);
    }

    [Fact]
    public async Task A_list_asked_for_without_limit_and_cursor_is_whole_up_to_a_thousand_tasks()
    {
        await FillAsync(60);
        (await CountAsync("/api/tasks/")).ShouldBe((60, null));
        (await CountAsync("/api/tasks?sort=title")).ShouldBe((60, null));
        var (count, next) = await CountAsync("/api/tasks?limit=50");
        count.ShouldBe(50);
        (await CountAsync(next!)).ShouldBe((10, null));

        await FillAsync(940);
        (await CountAsync("/api/tasks")).ShouldBe((1000, null));
        await FillAsync(1);
        (count, next) = await CountAsync("/api/tasks");
        count.ShouldBe(1000);
        (await CountAsync(next!)).ShouldBe((1, null));
    }

    private async Task FillAsync(int count)
    {
        var random = new RandomTasks(count, app.Clock.GetUtcNow());
        foreach (var some in Enumerable.Range(0, count).Chunk(DocumentBatch.MaxWrites))
        {
            var writes = WriteSet.ForUser(ann.Id);
            foreach (var _ in some)
                writes.Create(random.Next(ann.Id));
            (await writes.CommitAsync((IDocumentStore)app.Services.GetService(typeof(IDocumentStore))!)).Succeeded.ShouldBeTrue();
        }
    }

    private async Task<(int Count, string? Next)> CountAsync(string path)
    {
        var response = await ann.GetAsync(path);
        var next = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        return ((await response.JsonAsync()).GetArrayLength(), next);
    }

    [Fact]
    public async Task Random_lists_over_HTTP_find_what_looking_at_every_task_finds()
    {
        var now = app.Clock.GetUtcNow();
        var random = new RandomTasks(7, now);
        var all = Enumerable.Range(0, 90).Select(_ => random.Next(ann.Id)).ToList();
        var writes = WriteSet.ForUser(ann.Id);
        foreach (var task in all)
            writes.Create(task);
        (await writes.CommitAsync((IDocumentStore)app.Services.GetService(typeof(IDocumentStore))!)).Succeeded.ShouldBeTrue();

        for (var i = 0; i < 60; i++)
        {
            var query = random.Question();
            var path = "/api/tasks?limit=200&" + string.Join('&', query.SelectMany(parameter =>
                parameter.Value.Select(value => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(value)}")));
            var found = (await (await ann.GetAsync(path)).JsonAsync()).EnumerateArray().Select(task => task.Text("id")).ToList();
            var expected = all.Where(task => TaskListOracle.Matches(task, query, UserCalendar.Utc, now)).Select(task => task.Id);
            found.ShouldBe(expected, ignoreOrder: true, path);
            TaskListOracle.InOrder([.. found.Select(id => all.Single(task => task.Id == id))], query.GetValueOrDefault("sort")?[0] ?? "-created_at", UserCalendar.Utc)
                .ShouldBeTrue(path);
        }
    }

    [Fact]
    public async Task Days_are_those_of_the_users_zone()
    {
        await ann.PutAsync("/api/users/settings/quick", new { timezone = "Asia/Tokyo" });
        await ann.PostAsync("/api/tasks", new { title = "local", due_date = "2025-09-30T00:30:00" });
        var task = (await (await ann.GetAsync("/api/tasks?due_date_range=tomorrow")).JsonAsync()).EnumerateArray().ShouldHaveSingleItem();
        task.Text("due_date").ShouldBe("2025-09-29T15:30:00Z");
    }

    [Fact]
    public async Task Fifty_clients_that_send_If_Match_lose_nothing()
    {
        var path = (await ann.PostAsync("/api/tasks", new { title = "count", description = "0" })).Headers.Location!.OriginalString;
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            HttpStatusCode status;
            do
            {
                var read = await ann.GetAsync(path);
                var count = int.Parse((await read.JsonAsync()).Text("description"), CultureInfo.InvariantCulture);
                var next = (count + 1).ToString(CultureInfo.InvariantCulture);
                status = (await ann.PutAsync(path, new { description = next }, ("If-Match", read.Headers.ETag!.ToString()))).StatusCode;
                status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.PreconditionFailed);
            }
            while (status != HttpStatusCode.OK);
        }));
        (await (await ann.GetAsync(path)).JsonAsync()).Text("description").ShouldBe("50");
    }

    /// <summary>Different tasks, but each completion counts in the same month, so that they race for one document.</summary>
    [Fact]
    public async Task Many_that_are_completed_at_once_are_all_completed()
    {
        const int Tasks = 300;
        var refused = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Tasks),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken },
            async (i, _) =>
            {
                var created = await ann.PostAsync("/api/tasks", new { title = $"{i}" });
                var done = await ann.PutAsync($"{created.Headers.Location}/complete", new { });
                if (done.StatusCode != HttpStatusCode.OK)
                    Interlocked.Increment(ref refused);
            });

        refused.ShouldBe(0);
        var numbers = await (await ann.GetAsync("/api/insights")).JsonAsync();
        numbers.GetProperty("tasks").GetProperty("completed").GetInt32().ShouldBe(Tasks);
    }

    [Fact]
    public async Task A_repeated_creation_with_the_same_key_makes_one_task()
    {
        var answers = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var response = await ann.PostAsync("/api/tasks", new { title = "once" }, ("Idempotency-Key", "k1"));
            response.StatusCode.ShouldBe(HttpStatusCode.Created);
            answers.Add(await response.Content.ReadAsStringAsync());
        }

        answers.Distinct().Count().ShouldBe(1);
        (await (await ann.GetAsync("/api/tasks")).JsonAsync()).GetArrayLength().ShouldBe(1);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
