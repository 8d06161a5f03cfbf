using Focusflow.Core.Foundation.Mail;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Mail;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Worker;

/// <summary>Mail of the published app, which lacks what mail may need that is signed or encrypted.</summary>
[Collection(WorkerCollection.Name)]
public sealed class WorkerMailTests(WorkerFixture fixture)
{
    [Fact]
    public async Task A_mail_is_written_and_sent()
    {
        await using var server = await SmtpServer.StartAsync(anybody: true);
        await using var worker = await fixture.AnotherAsync(
            ("Focusflow:Mail:Host", server.Options.Host), ("Focusflow:Mail:Port", $"{server.Port}"), ("Focusflow:Mail:Security", "None"), ("Focusflow:Mail:From", server.Options.From));
        var ann = await WorkerPerson.RegisterAsync(worker.Door.Url);

        await new HubRun(worker).RunAsync((await fixture.HubAsync()).Find(MailOrder.Orchestration, ann.Id));

        var mail = server.Next();
        mail.Text("to").ShouldEndWith("@example.com");
        mail.Text("text").ShouldContain("Ann Example");
        mail.Text("html").ShouldContain("Ann Example");
    }
}
