using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Focusflow.Functions.Foundation.Outgoing;

/// <summary>How the service speaks HTTP to addresses that its users name.</summary>
internal static class OutgoingHttp
{
    // What an answer says after its status is of no interest; a little is read so that the connection can be used again.
    private const int MostOfBody = 16 * 1024;

    /// <summary>Without redirects, proxies and cookies, and patient with nobody.</summary>
    /// <param name="connection">Opens connections.</param>
    /// <param name="trust">Other certificates to trust than the machine's, or null.</param>
    public static SocketsHttpHandler Handler(PublicConnection connection, X509ChainPolicy? trust) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = MostOfBody,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust },
        ConnectCallback = connection.OpenAsync,
    };

    /// <summary>How long a receiver wants to be left alone, if it says so. A date is meant by the clock that it was written by.</summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers) =>
        headers.RetryAfter?.Delta ?? (headers.RetryAfter?.Date is { } then && headers.Date is { } now && then > now ? then - now : null);
}
