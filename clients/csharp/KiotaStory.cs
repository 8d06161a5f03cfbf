using Focusflow.Clients.Kiota;
using Focusflow.Clients.Kiota.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

namespace Focusflow.Clients;

/// <summary>A first quarter of an hour with the client that Kiota makes.</summary>
internal static class KiotaStory
{
    public static async Task TellAsync(HttpClient http, Bearer bearer, string email)
    {
        using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http) { BaseUrl = http.BaseAddress!.ToString().TrimEnd('/') };
        var client = new FocusflowClient(adapter);

        var ann = await client.Auth.Register.PostAsync(new RegisterRequest { Name = "Ann Example", Email = email, Password = "correct horse battery" });
        bearer.Token = ann!.AccessToken;
        Console.WriteLine($"registered {ann.FullName}");

        var task = await client.Tasks.PostAsync(new CreateTaskRequest
        {
            Title = "Draft the talk",
            DueDate = "2026-11-30",
            Priority = TaskPriority.High,
            Tags = ["talk"],
            Steps = [new StepInput { Title = "Find three pictures" }],
        });
        Console.WriteLine($"task {task!.Title}, {Word(task.Priority)}, due {task.DueDate ?? "never"}, step: {task.Steps![0].Title}");

        // Absent: what is not set is not sent, and stays.
        task = await client.Tasks[task.Id!.Value].PatchAsync(new UpdateTaskRequest { Title = "Draft the whole talk" });
        Console.WriteLine($"renamed {task!.Title}, due {task.DueDate ?? "never"}");

        // Null: goes into the data beside the fields.
        task = await client.Tasks[task.Id!.Value].PatchAsync(new UpdateTaskRequest { AdditionalData = { ["due_date"] = null! } });
        Console.WriteLine($"cleared {task!.Title}, due {task.DueDate ?? "never"}");

        var important = await client.Tasks.GetAsync(request => request.QueryParameters.Priority = [TaskPriority.High]);
        Console.WriteLine($"{important!.Count} of high priority");

        var current = await client.CurrentSession.GetAsync();
        Console.WriteLine($"session {Word(current?.Status) ?? "none"}");
        current = await client.FocusSessions.Start.PostAsync(new StartFocusSessionRequest { DurationMinutes = 25, TaskId = task.Id });
        Console.WriteLine($"session {Word(current!.Status)}, {current.PlannedDuration} minutes");

        try
        {
            await client.FocusSessions.Start.PostAsync(new StartFocusSessionRequest { DurationMinutes = 15 });
        }
        catch (Problem problem)
        {
            Console.WriteLine($"{problem.Status} {problem.Code}: {problem.Detail}");
        }

        try
        {
            await client.Tasks[Guid.Empty].GetAsync();
        }
        catch (Problem problem)
        {
            Console.WriteLine($"{problem.Status} {problem.Code}: {problem.Detail}");
        }
    }

    private static string? Word<T>(T? value)
        where T : struct, Enum => value?.ToString().ToLowerInvariant();
}
