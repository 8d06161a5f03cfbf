using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Core.Features.Push;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Tests.Features.Focus;
using Focusflow.Tests.Features.Push;
using Focusflow.Tests.Features.Reminders;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>What a setting does, and a story in which two users who differ in it alone see different things.</summary>
/// <param name="Does">What it does, for docs/settings.md.</param>
/// <param name="One">A value, in JSON.</param>
/// <param name="Seen">What the story shows with it.</param>
/// <param name="Other">Another one.</param>
/// <param name="SeenThen">What the story shows with that.</param>
/// <param name="Live">The story.</param>
internal sealed record SettingEffect(string Does, string One, string Seen, string Other, string SeenThen, Func<SettingLife, Task<string>> Live)
{
    /// <summary>When the story begins.</summary>
    public string Begins { get; init; } = Workday.Monday;

    /// <summary>How the value comes about, of a setting that users cannot set; null where they do.</summary>
    public Func<SettingLife, string, Task>? Told { get; init; }
}

/// <summary>The whole app and one user of it, with a confirmed address, whose mails and pushes are remembered.</summary>
internal sealed class SettingLife : IAsyncDisposable
{
    private readonly PushService pushes = new();
    private readonly PushBrowser browser = new();

    public FocusClient Client { get; private set; } = null!;

    public RecordedMail Post { get; } = new();

    public static async Task<SettingLife> BeginAsync(string now)
    {
        var life = new SettingLife();
        life.Client = await FocusClient.StartAsync(now, options => options with
        {
            Customize = builder => builder.Services.AddSingleton<IMailSender>(life.Post).AddSingleton<IPushSender>(life.pushes),
        });
        await life.Client.App.Clock.AdvanceAsync(TimeSpan.FromSeconds(3));
        var verify = new { email = "ann@example.com", otp = life.Post.Sent[^1].Subject[..6] };
        (await life.Client.Person.PostAsync("/api/auth/verify-email", verify)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        return life;
    }

    /// <summary>The subjects of the mails that are not about the account.</summary>
    public string Mails => string.Join(", ", Post.Sent.Where(mail => mail.Unsubscribe is not null).Select(mail => mail.Subject));

    /// <summary>The titles of what was pushed, each once.</summary>
    public string Pushes => string.Join(", ", pushes.Taken.Select(push => JsonElement.Parse(push.Json.Span).Text("title")).Distinct());

    public Task SetAsync(string name, string json) => Client.SettingAsync(new JsonObject { [name] = JsonNode.Parse(json) });

    /// <summary>Has pushes sent to a browser. What is taken there is not mailed.</summary>
    public Task SubscribeAsync() => Client.PostAsync("/api/push/subscriptions", browser.ToJson("https://push.example.com/1"), HttpStatusCode.Created);

    /// <summary>Makes a task that reminds in two minutes, and lets enough time pass for a mail.</summary>
    public async Task RemindAsync(string title, string? due = null)
    {
        await Client.PostAsync("/api/tasks", new { title, due_date = due, reminder_enabled = true, reminder_time = Client.Now.AddMinutes(2) }, HttpStatusCode.Created);
        await Client.PassAsync(12);
    }

    /// <summary>A session of focus, to its end.</summary>
    public async Task FocusAsync(string at, int minutes)
    {
        await Client.UntilAsync(at);
        await Client.StartAsync(minutes);
        await Client.PassAsync(minutes);
    }

    /// <summary>Work from one time to another without a break.</summary>
    public async Task WorkAsync(string from, string until)
    {
        await Client.UntilAsync(from);
        await Client.WorkAsync("start-work");
        await Client.UntilAsync(until);
    }

    public async Task<string> PlannedAsync(string type) =>
        (await Client.PostAsync("/api/focus-sessions/start", new { session_type = type, pomodoro = true }, HttpStatusCode.Created)).GetProperty("planned_duration").GetRawText();

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await Client.DisposeAsync();
    }
}
