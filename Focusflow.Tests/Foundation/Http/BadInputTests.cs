using System.Net.Http.Headers;
using System.Text;
using Focusflow.Core.Features.Pictures;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Http;

/// <summary>Whatever is sent to whatever route: a problem the client can read, never a failure of the service.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private static readonly string[] Fields =
    [
        "name", "email", "password", "username", "full_name", "avatar_url", "timezone", "refresh_token", "current_password", "new_password",
        "preferences", "work_days", "day_starts_at", "focus_goal", "work_start_time", "share_work_stats", "profile_visibility", "date_format",
        "title", "description", "start_date", "due_date", "completed", "priority", "tags", "reminder_enabled", "reminder_time",
        "duration_minutes", "session_type", "task_id", "productivity_rating", "reflection_note", "mindful_disconnect_completed", "session_id",
        "url", "events", "otp", "new_email", "verification_code", "progress", "id", "user_id", "type", "planned_duration", "clock_in_time", "clock_out_time",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "1.5", "99999999999999999999", "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "[]", "[null]", "[[]]", "{}",
        "{\"a\":{}}", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999-14:00\"", "\"2025-02-30\"", "\"25:61\"",
        $"\"{new string('x', 20_000)}\"", $"[{string.Join(',', Enumerable.Repeat("\"x\"", 2000))}]",
    ];

    private static readonly (string Content, string? Type, int Status)[] Bodies =
    [
        ("", "application/json", 400),
        ("", null, 400),
        ("{", "application/json", 400),
        ("{\"a\":1,\"a\":2}", "application/json", 400),
        ("{\"a\":\"\\ud800\"}", "application/json", 400),
        (new string('[', 5000), "application/json", 400),
        ("[]", "application/json", 422),
        ("null", "application/json", 422),
        ("\"text\"", "application/json", 422),
        ("{}", "text/plain", 415),
        ("{}", "application/json; charset=utf-16", 415),
        ("a=b", "application/x-www-form-urlencoded", 415),
        ("{}", null, 415),
        ("[{\"op\":\"remove\",\"path\":\"/a\"}]", "application/json-patch+json", 415),
        ("{\"a\":\"" + new string('x', 300_000) + "\"}", "application/json", 413),
    ];

    private LocalApp app = null!;
    private Person ann = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync();
        ann = await app.RegisterAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_body_that_is_no_json_object_is_refused_as_what_it_is()
    {
        foreach (var (name, method, path) in Writing().Where(route => !NoBody.Contains(route.Name)))
        {
            foreach (var (content, type, status) in Bodies)
            {
                var sent = status == 413 && Large.Contains(name) ? content.Insert(6, new string('x', DataUrl.MostBody)) : content;
                var response = await SendAsync(method, path, sent, type);

                ((int)response.StatusCode).ShouldBe(status, $"{name} {method} with '{content[..Math.Min(20, content.Length)]}' as {type}");
                response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            }
        }
    }

    [Fact]
    public async Task Fields_of_wrong_types_never_make_the_service_fail()
    {
        foreach (var (name, method, path) in Writing())
        {
            foreach (var value in Values)
            {
                var body = "{" + string.Join(',', Fields.Select(field => $"\"{field}\":{value}")) + "}";
                await CheckAsync(name, method, path, body.Length < 250_000 ? body : $"{{\"title\":{value},\"name\":{value},\"email\":{value}}}");
            }
        }
    }

    [Fact]
    public async Task One_wrong_field_at_a_time_never_makes_the_service_fail()
    {
        string[] few = ["null", "-1", "[{}]"];
        foreach (var (name, method, path) in Writing())
        {
            foreach (var field in Fields)
            {
                foreach (var value in few)
                    await CheckAsync(name, method, path, $"{{\"{field}\":{value}}}");
            }
        }
    }

    [Fact]
    public async Task Query_parameters_of_any_kind_never_make_the_service_fail()
    {
        string[] queries =
        [
            "limit=0", "limit=x", "cursor=x", "cursor=" + new string('x', 5000), "cursor=%00", "sort=%27", "q=%25%27%22", "date=2025-02-30", "date=x",
            "month=2025-13", "week=2026-W60", "from=x&to=y", "due_from=9999-12-31", "completed=maybe", "priority=x", "tags=,,,", "due_date_range=x",
            "progress=x", "unread=x", "=&&=", "%", "a=%ff", "limit=1&limit=2",
        ];
        foreach (var (name, method, path) in Routes.Of(app).Where(route => route.Method == "GET" && !route.Path.EndsWith("/stream", StringComparison.Ordinal)))
        {
            foreach (var query in queries)
                await CheckAsync(name, method, path + "?" + query, null);
        }
    }

    private async Task CheckAsync(string name, string method, string path, string? body)
    {
        var response = await SendAsync(method, path, body, "application/json");

        ((int)response.StatusCode).ShouldBeLessThan(500, $"{name} {method} {path} {body?[..Math.Min(200, body.Length)]}");
        if ((int)response.StatusCode >= 400)
            response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", $"{name} {method} {path}");
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? content, string? type)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ann.AccessToken);
        request.Headers.TryAddWithoutValidation("x-functions-key", app.FunctionKey);
        if (content is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
            if (type is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    // Logging out would end the very session that the other requests are made in.
    private IEnumerable<(string Name, string Method, string Path)> Writing() =>
        Routes.Of(app).Where(route => route.Method is "POST" or "PUT" or "PATCH" && route.Name is not ("Logout" or "LogoutEverywhere"));

    // These have nothing to read, so they do not look at what is sent. A new one has to be named here.
    private static readonly string[] NoBody =
    [
        "CompleteTask", "UncompleteTask", "CompleteTaskStep", "UncompleteTaskStep", "SkipTask", "RecountInsights", "ReadNotification", "ReadAllNotifications", "CreateCalendarAddress",
        "CompleteFocusSession", "StopFocusSession", "PauseFocusSession", "ResumeFocusSession",
        "StartWork", "EndWork", "StartBreak", "EndBreak", "ClockIn", "ClockOut",
        "EndFocusSession", "EndBreakSession", "PauseBreakSession", "ResumeBreakSession",
        "JoinChallenge", "LeaveChallenge", "ReportChallengeProgress",
        "SendVerificationEmail", "LogoutEverywhere", "RestoreEmail", "Unsubscribe", "TestWebhook", "EnableWebhook",
        "SetAvatarImage", // a file
    ];

    // A picture may be written into their avatar_url.
    private static readonly string[] Large =
        ["UpdateUser", "UpdateProfile", "UpdateAvatar", "CompleteOnboarding", "CompleteOnboardingOfAuth", "CompleteOnboardingOfUser"];
}
