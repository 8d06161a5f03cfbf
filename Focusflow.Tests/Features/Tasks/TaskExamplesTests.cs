using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Tests.Features.Accounts;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Tasks;

/// <summary>The requests and responses that the frontend team wrote down, word for word, and what answers have got since.</summary>
public sealed class TaskExamplesTests
{
    private const string CompleteProject = """
        {
          "title": "Complete project",
          "description": "Finish the task management feature",
          "start_date": "2025-09-27T09:00:00Z",
          "due_date": "2025-09-29T17:00:00Z",
          "priority": "high",
          "tags": ["urgent", "development", "feature"]
        }
        """;

    [Fact]
    public async Task Creating_a_task()
    {
        await using var app = await FocusflowTestApp.StartAsync(options => options with { Now = TaskSamples.Now });
        var ann = await app.RegisterAsync();
        var response = await ann.PostAsync("/api/tasks/", JsonNode.Parse(CompleteProject));

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var task = await response.JsonAsync();
        var expected = JsonNode.Parse(
            """
            {
              "id": "uuid-here",
              "title": "Complete project",
              "description": "Finish the task management feature",
              "start_date": "2025-09-27T09:00:00Z",
              "due_date": "2025-09-29T17:00:00Z",
              "due_at": "2025-09-29T17:00:00Z",
              "completed": false,
              "completed_at": null,
              "priority": "high",
              "tags": ["urgent", "development", "feature"],
              "steps": [],
              "progress": null,
              "estimate_minutes": null,
              "focused_seconds": 0,
              "recurrence": null,
              "recurrence_from": "due",
              "series_id": null,
              "created_at": "2025-09-26T22:00:00Z",
              "updated_at": "2025-09-26T22:00:00Z",
              "reminder_enabled": false,
              "reminder_time": null
            }
            """)!;
        expected["id"] = task.Text("id");
        JsonNode.DeepEquals(JsonSerializer.SerializeToNode(task), expected).ShouldBeTrue(task.GetRawText());
        response.Headers.Location!.OriginalString.ShouldBe($"/api/tasks/{task.Text("id")}");
        Guid.TryParseExact(task.Text("id"), "D", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Updating_task_completion()
    {
        await using var app = await FocusflowTestApp.StartAsync(options => options with { Now = TaskSamples.Now });
        var ann = await app.RegisterAsync();
        var id = (await (await ann.PostAsync("/api/tasks/", JsonNode.Parse(CompleteProject))).JsonAsync()).Text("id");
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(5));

        var response = await ann.PutAsync($"/api/tasks/{id}", new { completed = true });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var task = await response.JsonAsync();
        task.GetProperty("completed").GetBoolean().ShouldBeTrue();
        task.Text("completed_at").ShouldBe("2025-09-26T22:05:00Z");
        task.Text("updated_at").ShouldBe("2025-09-26T22:05:00Z");
        task.Text("title").ShouldBe("Complete project");
    }

    [Fact]
    public async Task Filtering_tasks_by_status()
    {
        await using var app = await FocusflowTestApp.StartAsync(options => options with { Now = TaskSamples.At("2025-09-29T08:00:00Z") });
        var ann = await app.RegisterAsync();
        await ann.PostAsync("/api/tasks/", JsonNode.Parse(CompleteProject));
        await ann.PostAsync("/api/tasks", new { title = "Water the plants", tags = new[] { "Home" }, due_date = "2025-09-30" });
        var done = await (await ann.PostAsync("/api/tasks", new { title = "Old thing", priority = "high", tags = new[] { "urgent" } })).JsonAsync();
        await ann.PutAsync($"/api/tasks/{done.Text("id")}/complete", new { });

        (await TitlesAsync(ann, "/api/tasks/?completed=false&priority=high")).ShouldBe(["Complete project"]);
        (await TitlesAsync(ann, "/api/tasks/?due_date_range=today")).ShouldBe(["Complete project"]);
        (await TitlesAsync(ann, "/api/tasks/?tags=urgent,development&sort=title")).ShouldBe(["Complete project", "Old thing"]);
        (await TitlesAsync(ann, "/api/tasks?tags[]=HOME&tags[]=development&sort=-title")).ShouldBe(["Water the plants", "Complete project"]);
        (await TitlesAsync(ann, "/api/tasks?completed=TRUE")).ShouldBe(["Old thing"]);
    }

    private static async Task<IEnumerable<string>> TitlesAsync(Person person, string path) =>
        (await (await person.GetAsync(path)).JsonAsync()).EnumerateArray().Select(task => task.Text("title"));
}
