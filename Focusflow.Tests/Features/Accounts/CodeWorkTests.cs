using System.Text.Json;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>What is done for a question about an account does not depend on whether there is one; and what becomes of its mail.</summary>
public sealed class CodeWorkTests : IAsyncLifetime
{
    private static readonly EmailAddress Email = EmailAddress.TryParse("ann@example.com", out var email) ? email : throw new InvalidOperationException();

    private AccountDesk desk = null!;

    public async ValueTask InitializeAsync()
    {
        desk = await AccountDesk.OpenAsync();
        await desk.RegisterAsync();
    }

    public ValueTask DisposeAsync()
    {
        desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_same_work_is_done_whether_or_not_somebody_has_the_address()
    {
        (await WorkAsync("ann@example.com")).ShouldBe(await WorkAsync("nobody@example.com"));

        async Task<string> WorkAsync(string text)
        {
            EmailAddress.TryParse(text, out var email).ShouldBeTrue();
            var reset = desk.Get<PasswordReset>();
            var before = desk.Timers.Mails.Count;
            List<string> work =
            [
                await TripsAsync(async () => (await reset.AskAsync(email, desk.Timers)).Problem.ShouldBeNull()),
                await TripsAsync(async () => (await desk.Get<EmailVerification>().AskAsync(email, desk.Timers)).Problem.ShouldBeNull()),
                await TripsAsync(async () => (await reset.ResetAsync(new ResetPassword(email, "abcdef", "staple and much more"), null, desk.Timers)).Problem!.Kind.ShouldBe(ProblemKind.Invalid)),
                await TripsAsync(async () => (await desk.Get<EmailVerification>().VerifyAsync(new VerifyEmail(email, "abcdef"), desk.Timers)).Problem!.Kind.ShouldBe(ProblemKind.Invalid)),
            ];
            work.Add($"{desk.Timers.Mails.Count - before} orders");
            return string.Join("; ", work);
        }
    }

    [Fact]
    public async Task Neither_the_store_nor_an_order_holds_a_code_or_an_address()
    {
        var email = Email;
        await desk.Get<PasswordReset>().AskAsync(email, desk.Timers);
        var order = desk.Timers.Mails[^1];
        (await desk.Get<MailDelivery>().AttemptAsync(order)).ShouldBe(MailAttempt.Settled);
        var mail = desk.Mail.Sent.ShouldHaveSingleItem();
        mail.To.ShouldBe("ann@example.com");
        var code = System.Text.RegularExpressions.Regex.Match(mail.Text, @"\d{6}").Value;

        var stored = (await desk.Store.ReadAsync(new DocumentKey(Containers.Identities, order.Person, order.Person)))!.Value;
        var text = System.Text.Encoding.UTF8.GetString(stored.Json.Span) + JsonSerializer.Serialize(order);
        text.ShouldNotContain("ann@example.com");
        text.ShouldNotContain($"\"{code}\"");
    }

    [Fact]
    public async Task A_mail_is_sent_once_however_often_it_is_attempted()
    {
        var email = Email;
        await desk.Get<PasswordReset>().AskAsync(email, desk.Timers);
        for (var i = 0; i < 3; i++)
            await desk.Get<MailDelivery>().AttemptAsync(desk.Timers.Mails[^1]);

        desk.Mail.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_mail_that_is_late_by_an_hour_brings_a_code_that_is_good()
    {
        var email = Email;
        await desk.Get<PasswordReset>().AskAsync(email, desk.Timers);
        desk.Mail.Result = MailResult.Failed;
        (await desk.Get<MailDelivery>().AttemptAsync(desk.Timers.Mails[^1])).ShouldBe(MailAttempt.Failed);
        desk.Clock.Pass(TimeSpan.FromHours(1));
        desk.Mail.Result = MailResult.Sent;
        (await desk.Get<MailDelivery>().AttemptAsync(desk.Timers.Mails[^1])).ShouldBe(MailAttempt.Settled);

        var code = System.Text.RegularExpressions.Regex.Match(desk.Mail.Sent[0].Text, @"\d{6}").Value;
        desk.Clock.Pass(TimeSpan.FromMinutes(9));
        (await desk.Get<PasswordReset>().ResetAsync(new ResetPassword(email, code, "staple and much more"), null, desk.Timers)).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task An_address_that_a_server_refuses_shows_in_the_settings_until_a_code_arrives()
    {
        var email = Email;
        var userId = (await desk.SignInAsync()).Value.Account.UserId;
        await desk.Get<EmailVerification>().AskAsync(email, desk.Timers);
        desk.Mail.Result = MailResult.Refused;
        await desk.Get<MailDelivery>().AttemptAsync(desk.Timers.Mails[^1]);
        (await desk.Store.ReadAsync<Account>(userId, Account.DocumentId))!.Settings.EmailUndeliverable.ShouldBeTrue();

        desk.Mail.Result = MailResult.Sent;
        desk.Clock.Pass(TimeSpan.FromMinutes(1));
        await desk.Get<EmailVerification>().AskAsync(email, desk.Timers);
        await desk.Get<MailDelivery>().AttemptAsync(desk.Timers.Mails[^1]);
        var code = System.Text.RegularExpressions.Regex.Match(desk.Mail.Sent[^1].Text, @"\d{6}").Value;
        (await desk.Get<EmailVerification>().VerifyAsync(new VerifyEmail(email, code), desk.Timers)).Problem.ShouldBeNull();

        (await desk.Store.ReadAsync<Account>(userId, Account.DocumentId))!.Settings.EmailUndeliverable.ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_ordered_before_it_was_committed_waits_and_what_was_replaced_is_not_sent()
    {
        var email = Email;
        await desk.Get<PasswordReset>().AskAsync(email, desk.Timers);
        var first = desk.Timers.Mails[^1];
        (await desk.Get<MailDelivery>().AttemptAsync(first with { Cause = CodeSecrets.NewNonce(desk.Clock.GetUtcNow() + TimeSpan.FromSeconds(1)) })).ShouldBe(MailAttempt.Early);
        desk.Clock.Pass(TimeSpan.FromSeconds(1));
        await desk.Get<PasswordReset>().AskAsync(email, desk.Timers);

        (await desk.Get<MailDelivery>().AttemptAsync(first)).ShouldBe(MailAttempt.Settled);
        desk.Mail.Sent.ShouldBeEmpty();
    }

    private async Task<string> TripsAsync(Func<Task> act)
    {
        var usage = StoreUsage.Begin();
        await act();
        return $"{usage.Reads} reads, {usage.Queries} queries, {usage.Commits} commits";
    }
}
