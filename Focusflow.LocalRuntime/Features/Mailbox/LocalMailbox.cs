using Focusflow.Core.Foundation.Mail;
using Focusflow.LocalRuntime.Foundation.Settings;
using Focusflow.LocalRuntime.Foundation.Storage;
using MimeKit;

namespace Focusflow.LocalRuntime.Features.Mailbox;

/// <summary>
/// Where mail goes when no server is configured: files in the folder <c>mail</c> of the data folder. They are read when somebody
/// looks, also those that an earlier run has left there.
/// </summary>
internal sealed class LocalMailbox(DataFolder data, TimeProvider clock, MailOptions options) : IMailSender
{
    /// <summary>The name of the folder.</summary>
    public const string FolderName = "mail";

    private const int MostShown = 500;

    private readonly Lock gate = new();
    private readonly string folder = Path.Combine(data.Path, FolderName);
    private readonly Dictionary<int, KeptMail> read = [];
    private int? last;

    /// <inheritdoc/>
    public bool CanSend => true;

    /// <summary>The newest mails, the newest first.</summary>
    public IReadOnlyList<KeptMail> Mails
    {
        get
        {
            lock (gate)
            {
                var shown = Numbers().OrderDescending().Take(MostShown).ToList();
                foreach (var gone in read.Keys.Except(shown).ToList())
                    read.Remove(gone);
                return [.. shown.Select(Find)];
            }
        }
    }

    /// <inheritdoc/>
    public Task<MailResult> SendAsync(MailMessage mail, CancellationToken cancellation)
    {
        using var message = MailMime.Write(mail, options.From, clock.GetUtcNow());
        lock (gate)
        {
            OwnerOnly.MakeFolder(folder, []);
            last = 1 + (last ?? Numbers().DefaultIfEmpty().Max());
            using var file = OwnerOnly.Open(PathOf(last.Value), FileMode.Create);
            message.WriteTo(file, CancellationToken.None);
        }

        return Task.FromResult(MailResult.Sent);
    }

    private IEnumerable<int> Numbers() => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.eml").Select(file => int.TryParse(Path.GetFileNameWithoutExtension(file), out var number) ? number : 0).Where(number => number > 0)
        : [];

    private string PathOf(int number) => Path.Combine(folder, $"{number:D6}.eml");

    private KeptMail Find(int number)
    {
        if (!read.TryGetValue(number, out var mail))
            read[number] = mail = Read(number, File.ReadAllBytes(PathOf(number)));
        return mail;
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
