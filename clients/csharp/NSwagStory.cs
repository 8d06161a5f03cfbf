using Focusflow.Clients.NSwag;

namespace Focusflow.Clients;

/// <summary>The same with the client that NSwag makes.</summary>
internal static class NSwagStory
{
    public static async Task TellAsync(HttpClient http, Bearer bearer, string email)
    {
        var client = new FocusflowClient(http) { BaseUrl = http.BaseAddress!.ToString() };

        var ann = await client.RegisterAsync(new RegisterRequest { Name = "Ann Example", Email = email, Password = "correct horse battery" });
        bearer.Token = ann.Access_token;
        Console.WriteLine($"registered {ann.Full_name}");

        var task = await client.CreateTaskAsync(new CreateTaskRequest
        {
            Title = "Draft the talk",
            Due_date = "2026-11-30",
            Priority = TaskPriority.High,
            Tags = ["talk"],
            Steps = [new StepInput { Title = "Find three pictures" }],
        });
        Console.WriteLine($"task {task.Title}, {Word(task.Priority)}, due {task.Due_date ?? "never"}, step: {task.Steps.First().Title}");

        // Absent: what is not set is not sent, and stays.
        task = await client.PatchTaskAsync(task.Id, new UpdateTaskRequest { Title = "Draft the whole talk" });
        Console.WriteLine($"renamed {task.Title}, due {task.Due_date ?? "never"}");

        // Null: goes into the properties beside the fields.
        task = await client.PatchTaskAsync(task.Id, new UpdateTaskRequest { AdditionalProperties = { ["due_date"] = null! } });
        Console.WriteLine($"cleared {task.Title}, due {task.Due_date ?? "never"}");

        var important = await client.ListTasksAsync(priority: [TaskPriority.High]);
        Console.WriteLine($"{important.Count} of high priority");

        var current = await client.GetCurrentSessionAsync();
        Console.WriteLine($"session {Word(current?.Status) ?? "none"}");
        current = await client.StartFocusSessionAsync(new StartFocusSessionRequest { Duration_minutes = 25, Task_id = task.Id });
        Console.WriteLine($"session {Word(current.Status)}, {current.Planned_duration} minutes");

        try
        {
            await client.StartFocusSessionAsync(new StartFocusSessionRequest { Duration_minutes = 15 });
        }
        catch (ApiException<Problem> refused)
        {
            Console.WriteLine($"{refused.Result.Status} {refused.Result.Code}: {refused.Result.Detail}");
        }

        try
        {
            await client.GetTaskAsync(Guid.Empty);
        }
        catch (ApiException<Problem> refused)
        {
            Console.WriteLine($"{refused.Result.Status} {refused.Result.Code}: {refused.Result.Detail}");
        }
    }

    private static string? Word(Enum? value) => value?.ToString().ToLowerInvariant();
}
