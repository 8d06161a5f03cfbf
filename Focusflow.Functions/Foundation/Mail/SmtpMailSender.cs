using System.Net.Sockets;
using Focusflow.Core.Foundation.Mail;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Foundation.Mail;

/// <summary>
/// Sends mail over SMTP. One connection, used by one mail at a time and kept for the next; a server that has hung up meanwhile is
/// connected to anew.
/// </summary>
/// <param name="options">Where and how.</param>
/// <param name="clock">The date of mails.</param>
/// <param name="logger">Told why mail cannot be sent; of whom it was for, nothing.</param>
internal sealed partial class SmtpMailSender(MailOptions options, TimeProvider clock, ILogger<SmtpMailSender> logger) : IMailSender, IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private SmtpClient? kept;

    /// <inheritdoc/>
    public bool CanSend => true;

    /// <summary>Which certificates count besides those that the machine trusts; for tests.</summary>
    internal System.Net.Security.RemoteCertificateValidationCallback? Trust { get; init; }

    /// <inheritdoc/>
    public async Task<MailResult> SendAsync(MailMessage mail, CancellationToken cancellation)
    {
        using var message = MailMime.Write(mail, options.From, clock.GetUtcNow());
        await turn.WaitAsync(cancellation);
        try
        {
            // Real time: the server does not live by a virtual clock.
            using var patience = new CancellationTokenSource(options.Patience, TimeProvider.System);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
            return await SendAsync(message, either.Token);
        }
        catch (Exception error) when (error is SmtpCommandException or SmtpProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException
            or MailKit.Security.AuthenticationException or SslHandshakeException or IOException or SocketException or NotSupportedException
            || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            Close();
            if (error is SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted, StatusCode: >= (SmtpStatusCode)500 })
                return MailResult.Refused;
            NotSent(error.GetType().Name, (error as SmtpCommandException)?.StatusCode);
            return MailResult.Failed;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        turn.Dispose();
    }

    private async Task<MailResult> SendAsync(MimeKit.MimeMessage message, CancellationToken cancellation)
    {
        if (kept is not null)
        {
            try
            {
                await kept.NoOpAsync(cancellation);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Close(); // it has hung up
            }
        }

        await (kept ??= await ConnectAsync(cancellation)).SendAsync(message, cancellation);
        return MailResult.Sent;
    }

    private async Task<SmtpClient> ConnectAsync(CancellationToken cancellation)
    {
        var client = new SmtpClient { ServerCertificateValidationCallback = Trust, CheckCertificateRevocation = false };
        try
        {
            await client.ConnectAsync(options.Host!, options.Port, options.Security switch
            {
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.StartTls => SecureSocketOptions.StartTls,
                _ => SecureSocketOptions.None,
            }, cancellation);
            if (options.User is { } user)
                await client.AuthenticateAsync(user, options.Password ?? "", cancellation);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private void Close()
    {
        kept?.Dispose();
        kept = null;
    }

    [LoggerMessage(1, LogLevel.Warning, "A mail could not be sent ({Error}, {Status}); it is tried again")]
    private partial void NotSent(string error, SmtpStatusCode? status);
}
