using System.Buffers.Binary;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Foundation.Middleware;

/// <summary>Where requests come from.</summary>
/// <param name="limits">Says whether the front end's headers can be trusted.</param>
public sealed class ClientAddresses(RequestLimits limits)
{
    /// <summary>
    /// The network a request comes from, as a number: an IPv4 address, or the first half of an IPv6 address, since one
    /// household can use all of the other half.
    /// </summary>
    public ulong NetworkOf(HttpContext http)
    {
        var address = Of(http);
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out var length) && length == 4
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    /// <summary>
    /// The network as text, or null when it says nothing about the client: rates are not limited, or this machine's own
    /// address is seen, which is also what everybody has behind a proxy whose headers are not trusted.
    /// </summary>
    public string? TrustedOf(HttpContext http) =>
        limits.LimitRates && !IPAddress.IsLoopback(Of(http)) ? NetworkOf(http).ToString("x", null) : null;

    private IPAddress Of(HttpContext http)
    {
        var address = (limits.TrustClientIp ? Told(http.Request.Headers) : null) ?? http.Connection.RemoteIpAddress ?? IPAddress.Loopback;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private static IPAddress? Told(IHeaderDictionary headers)
    {
        if (IPAddress.TryParse(headers["X-Client-IP"].ToString(), out var address))
            return address;
        return IPEndPoint.TryParse(headers["CLIENT-IP"].ToString(), out var endPoint) ? endPoint.Address : null;
    }
}
