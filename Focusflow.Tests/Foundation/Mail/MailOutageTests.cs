using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Focusflow.Core.Foundation.Mail;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Mail;

/// <summary>A mail server that is away: nothing is lost that can still be of use, nobody is flooded, and it ends.</summary>
public sealed class MailOutageTests : IAsyncLifetime
{
    private const string Welcome = "is your code for Focusflow";
    private const string Reset = "Your code for a new password";

    private readonly DyingServer server = new();
    private LocalApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = await FocusflowTestApp.StartAsync(options => options with { Customize = builder => builder.Services.AddSingleton<IMailSender>(server) });

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task After_an_hour_everything_arrives_once_and_soon()
    {
        server.IsDown = true;
        await app.RegisterAsync();
        await app.RegisterAsync("ben@example.com");
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(20));
        await AskAsync("forgot-password");
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(40));
        server.Taken.ShouldBeEmpty();

        server.IsDown = false;
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(61));

        Arrived().ShouldBe([("ann@example.com", Reset), ("ann@example.com", Welcome), ("ben@example.com", Welcome)]);
        server.Tries.Values.ShouldAllBe(tries => tries <= 8);
        await app.Clock.AdvanceAsync(TimeSpan.FromDays(2));
        Arrived().Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_code_that_comes_an_hour_late_is_good()
    {
        server.IsDown = true;
        await app.RegisterAsync();
        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(59));
        server.IsDown = false;
        for (var minute = 0; minute < 10 && server.Taken.IsEmpty; minute++)
            await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));

        var otp = server.Taken.ShouldHaveSingleItem().Subject[..6];
        var verify = await app.Client.PostAsJsonAsync("/api/auth/verify-email", new { email = "ann@example.com", otp });
        verify.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task After_two_days_it_was_given_up_a_day_ago_and_whoever_asks_anew_gets_a_mail()
    {
        server.IsDown = true;
        await app.RegisterAsync();
        await AskAsync("forgot-password");
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(23));
        (await SendingAsync()).ShouldBe(2);
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(2));
        (await SendingAsync()).ShouldBe(0);
        await app.Clock.AdvanceAsync(TimeSpan.FromHours(23));
        server.Tries.Values.ShouldBe([MailDelivery.Pauses.Count + 1, MailDelivery.Pauses.Count + 1]);

        server.IsDown = false;
        await app.Clock.AdvanceAsync(TimeSpan.FromDays(1));
        server.Taken.ShouldBeEmpty("what was asked for three days ago is wanted by nobody");
        (await app.LoginAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
        await AskAsync("send-verification-email");
        await app.Clock.AdvanceAsync(TimeSpan.FromSeconds(3));
        Arrived().ShouldBe([("ann@example.com", Welcome)]);
    }

    [Fact]
    public async Task Where_none_is_configured_one_warning_says_so_at_the_start()
    {
        var log = new Lines();
        await using var without = await FocusflowTestApp.StartAsync(options => options with
        {
            Customize = builder => builder.Services.AddSingleton<IMailSender, NoMail>(),
            Logging = logging => logging.AddProvider(log),
        });
        await without.RegisterAsync();
        await without.Client.PostAsJsonAsync("/api/auth/forgot-password", new { email = "ann@example.com" });
        await without.Clock.AdvanceAsync(TimeSpan.FromHours(1));

        log.All.Where(line => line.Contains("Focusflow:Mail:Host", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .ShouldContain("no mail is sent. Addresses cannot be verified or changed, and a forgotten password cannot be set anew");
    }

    private async Task AskAsync(string route) =>
        (await app.Client.PostAsJsonAsync($"/api/auth/{route}", new { email = "ann@example.com" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

    private List<(string To, string What)> Arrived() =>
        [.. server.Taken.Select(mail => (mail.To, mail.Subject.EndsWith(Welcome, StringComparison.Ordinal) ? Welcome : mail.Subject)).Order()];

    private async Task<int> SendingAsync()
    {
        var sending = 0;
        await foreach (var instance in app.DurableTaskClient.GetAllInstancesAsync(new OrchestrationQuery { Statuses = [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending] }))
            sending += instance.Name == MailOrder.Orchestration ? 1 : 0;
        return sending;
    }

    private sealed class DyingServer : IMailSender
    {
        public bool IsDown { get; set; }

        public ConcurrentQueue<MailMessage> Taken { get; } = [];

        public ConcurrentDictionary<string, int> Tries { get; } = new(StringComparer.Ordinal);

        public bool CanSend => true;

        public Task<MailResult> SendAsync(MailMessage mail, CancellationToken cancellation)
        {
            Tries.AddOrUpdate(mail.Id, 1, static (_, before) => before + 1);
            if (IsDown)
                return Task.FromResult(MailResult.Failed);
            Taken.Enqueue(mail);
            return Task.FromResult(MailResult.Sent);
        }
    }
}
