using Focusflow.Core.Foundation.Mail;
using Focusflow.LocalRuntime.Foundation.Settings;
using Focusflow.LocalRuntime.Foundation.Storage;
using MimeKit;

namespace Focusflow.LocalRuntime.Features.Mailbox;

/// <summary>
/// Where mail goes when no server is configured: files in the folder <c>mail</c> of the data folder, the newest of which are also
/// kept at hand. What an earlier run has left there is found again.
/// </summary>
internal sealed class LocalMailbox : IMailSender
{
    /// <summary>The name of the folder.</summary>
    public const string FolderName = "mail";

    private const int MostKept = 500;

    private readonly Lock gate = new();
    private readonly string folder;
    private readonly TimeProvider clock;
    private readonly MailOptions options;
    private readonly LinkedList<KeptMail> kept = [];
    private int last;

    /// <summary>A mailbox in a data folder.</summary>
    public LocalMailbox(DataFolder data, TimeProvider clock, MailOptions options)
    {
        this.clock = clock;
        this.options = options;
        folder = Path.Combine(data.Path, FolderName);
        if (!Directory.Exists(folder))
            return;
        foreach (var file in Directory.EnumerateFiles(folder, "*.eml").Order(StringComparer.Ordinal).TakeLast(MostKept))
        {
            if (int.TryParse(Path.GetFileNameWithoutExtension(file), out var number))
            {
                kept.AddFirst(Read(number, File.ReadAllBytes(file)));
                last = number;
            }
        }
    }

    /// <inheritdoc/>
    public bool CanSend => true;

    /// <summary>The mails that are kept, the newest first.</summary>
    public IReadOnlyList<KeptMail> Mails
    {
        get
        {
            lock (gate)
                return [.. kept];
        }
    }

    /// <inheritdoc/>
    public Task<MailResult> SendAsync(MailMessage mail, CancellationToken cancellation)
    {
        using var message = MailMime.Write(mail, options.From, clock.GetUtcNow());
        using var bytes = new MemoryStream();
        message.WriteTo(bytes, CancellationToken.None);
        lock (gate)
        {
            OwnerOnly.MakeFolder(folder, []);
            using (var file = OwnerOnly.Open(Path.Combine(folder, $"{++last:D6}.eml"), FileMode.Create))
                file.Write(bytes.GetBuffer(), 0, (int)bytes.Length);
            kept.AddFirst(Read(last, bytes.ToArray()));
            if (kept.Count > MostKept)
                kept.RemoveLast();
        }

        return Task.FromResult(MailResult.Sent);
    }

    private static KeptMail Read(int number, byte[] source)
    {
        using var stream = new MemoryStream(source);
        using var message = MimeMessage.Load(stream);
        return new KeptMail(
            number,
            message.Date,
            message.From.ToString(),
            message.To.ToString(),
            message.Subject ?? "",
            message.TextBody ?? "",
            message.HtmlBody ?? "",
            System.Text.Encoding.UTF8.GetString(source));
    }
}

/// <summary>A mail in the mailbox.</summary>
/// <param name="Id">Its number, from 1.</param>
/// <param name="Date">When it was sent.</param>
/// <param name="From">Whom it comes from.</param>
/// <param name="To">Whom it is for.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Text">The text part.</param>
/// <param name="Html">The HTML part.</param>
/// <param name="Source">All of it, as it would have travelled.</param>
internal sealed record KeptMail(int Id, DateTimeOffset Date, string From, string To, string Subject, string Text, string Html, string Source);
