using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Tests.Infrastructure;
using Xunit;

namespace Focusflow.Tests.Foundation.Mail;

/// <summary>The mail server of <c>tools/smtp</c>, started for a test. Without Node.js there is none, and tests are skipped with the reason.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private static readonly NodeTool Tool = new("tools/smtp");

    private readonly Process process;
    private readonly BlockingCollection<JsonElement> said = [];

    private SmtpServer(Process process) => this.process = process;

    public int Port { get; private set; }

    /// <summary>How the app reaches it.</summary>
    public MailOptions Options => new()
    {
        Host = "127.0.0.1",
        Port = Port,
        From = "Focusflow <hello@focusflow.example>",
        User = "focusflow",
        Password = "secret of mail",
        Patience = TimeSpan.FromSeconds(10),
    };

    /// <summary>Starts it.</summary>
    /// <param name="port">Where it listens; 0: anywhere.</param>
    /// <param name="tls">Whether it speaks TLS from the first byte, not only when it is asked to.</param>
    /// <param name="anybody">Whether it takes mail from whoever has not signed in.</param>
    public static async Task<SmtpServer> StartAsync(int port = 0, bool tls = false, bool anybody = false)
    {
        var missing = await Tool.InstallAsync();
        Assert.SkipWhen(missing is not null, missing ?? "");
        var started = Process.Start(new ProcessStartInfo("node", "server.js")
        {
            WorkingDirectory = Tool.Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["SMTP_PORT"] = $"{port}", ["SMTP_AUTH"] = anybody ? "0" : "1", ["SMTP_TLS"] = tls ? "1" : "0" },
        })!;
        var server = new SmtpServer(started);
        started.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 0 } text)
                server.said.Add(JsonElement.Parse(text));
        };
        started.BeginOutputReadLine();
        server.Port = server.Next().GetProperty("port").GetInt32();
        return server;
    }

    /// <summary>The next mail that arrives.</summary>
    public JsonElement Next() =>
        said.TryTake(out var next, Patience.Limit) ? next : throw new TimeoutException("The mail server said nothing.");

    /// <summary>How many mails have arrived that nobody has taken.</summary>
    public int Waiting => said.Count;

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        said.Dispose();
    }
}
