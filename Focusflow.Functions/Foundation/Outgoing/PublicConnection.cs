using System.Net;
using System.Net.Sockets;
using Focusflow.Core.Foundation.Outgoing;

namespace Focusflow.Functions.Foundation.Outgoing;

/// <summary>
/// Opens connections to the public internet only. The name is looked up here, and what was found is what is connected to, so
/// nothing can change between the check and the connection; an address that is not public spoils the whole answer.
/// </summary>
/// <param name="resolve">Looks up a name; an address in place of a name is its own answer.</param>
/// <param name="dial">Connects to an address.</param>
/// <param name="allowLoopback">Whether this machine counts as public; for development.</param>
internal sealed class PublicConnection(
    Func<string, CancellationToken, Task<IPAddress[]>> resolve,
    Func<IPEndPoint, CancellationToken, ValueTask<Stream>> dial,
    bool allowLoopback = false)
{
    private const int MaxAddresses = 8;

    /// <summary>By DNS and TCP.</summary>
    public static PublicConnection For(OutgoingOptions options) => new(Dns.GetHostAddressesAsync, DialAsync, options.AllowLoopback);

    /// <summary>As the handler of HTTP wants it; throws <see cref="HttpRequestException"/>.</summary>
    public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await resolve(context.DnsEndPoint.Host, cancellation);
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, IsAllowed))
            throw new NotPublicException();

        SocketException? failure = null;
        foreach (var address in addresses.Take(MaxAddresses))
        {
            try
            {
                return await dial(new IPEndPoint(address, context.DnsEndPoint.Port), cancellation);
            }
            catch (SocketException error)
            {
                failure = error; // such as IPv6 where there is only IPv4
            }
        }

        throw new HttpRequestException("No address of the host could be connected to.", failure);
    }

    /// <summary>The host has an address that is not public.</summary>
    internal sealed class NotPublicException() : HttpRequestException("The host has an address that is not public.");

    private bool IsAllowed(IPAddress address) => PublicAddress.Is(address) || (allowLoopback && IPAddress.IsLoopback(address));

    private static async ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellation)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
