using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Focusflow.Tests.Features.Webhooks;

/// <summary>A receiver of webhooks on this machine, with a certificate of an authority of its own; answers whatever a test says, byte for byte.</summary>
internal sealed class TlsReceiver : IAsyncDisposable
{
    public const string Host = "hooks.example.com";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly X509Certificate2 authority;
    private readonly X509Certificate2 certificate;
    private readonly Task accepting;

    public TlsReceiver()
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=Test authority", authorityKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var (from, to) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        authority = root.CreateSelfSigned(from, to);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(authority, from, to, [1, 2, 3, 4]);
        certificate = issued.CopyWithPrivateKey(key);

        listener.Start();
        accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)listener.LocalEndpoint;

    /// <summary>Believes this receiver's authority and no other.</summary>
    public X509ChainPolicy Trust => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { authority },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    /// <summary>What came in: the head of the request, and its body.</summary>
    public ConcurrentQueue<(string Head, byte[] Body)> Requests { get; } = [];

    /// <summary>Answers a request that was read; by default without content.</summary>
    public Func<Stream, CancellationToken, Task> Answer { get; set; } = (stream, cancellation) => SayAsync(stream, "HTTP/1.1 204 No Content\r\n\r\n", cancellation);

    public static async Task SayAsync(Stream stream, string text, CancellationToken cancellation) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellation);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        stopping.Dispose();
        certificate.Dispose();
        authority.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
                serving.Add(ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // However a listener says that it was stopped, before a wait or in it.
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stopping.Token);
                while (await ReadAsync(tls) is { } request)
                {
                    Requests.Enqueue(request);
                    await Answer(tls, stopping.Token);
                }
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // The sender has gone, or did not want to talk to us at all.
            }
        }
    }

    private async Task<(string Head, byte[] Body)?> ReadAsync(SslStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!EndsWithEmptyLine(head))
        {
            if (await stream.ReadAsync(one, stopping.Token) == 0)
                return null;
            head.Append((char)one[0]);
        }

        var text = head.ToString();
        var length = text.Split("\r\n").Single(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1];
        var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, stopping.Token);
        return (text, body);
    }

    private static bool EndsWithEmptyLine(StringBuilder head) =>
        head.Length >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r';
}
