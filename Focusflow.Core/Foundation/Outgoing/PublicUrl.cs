using System.Net;
using System.Text;

namespace Focusflow.Core.Foundation.Outgoing;

/// <summary>Which URLs the service may be told to send to: https, a public host by name or address, no credentials.</summary>
public static class PublicUrl
{
    /// <summary>The most characters of a URL.</summary>
    public const int MaxLength = 2000;

    private static readonly string[] PrivateNames = [".localhost", ".local", ".internal", ".lan", ".home.arpa", ".intranet", ".corp", ".home"];

    /// <summary>The URL, or null with a sentence that says what is wrong. Names are looked up again at each delivery.</summary>
    /// <param name="text">What was sent, or stored.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="allowLoopback">Whether this machine may be named, with http too (<see cref="OutgoingOptions.AllowLoopback"/>).</param>
    /// <param name="field">What the field is called that it was sent in.</param>
    public static Uri? Parse(string text, out string? problem, bool allowLoopback = false, string field = "url")
    {
        problem = null;
        if (text.Length > MaxLength || text.Any(IsNeverInUrls) || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || url.Port == 0)
            problem = $"{field} must be an absolute URL such as https://example.com/hook.";
        else if (url.Scheme != Uri.UriSchemeHttps && !(allowLoopback && IsHere(url)))
            problem = $"{field} must use https.";
        else if (url.UserInfo.Length > 0)
            problem = $"{field} must not hold a user name or password.";
        else if (url.Fragment.Length > 0)
            problem = $"{field} must not have a fragment.";
        else if (!IsPublicHost(url) && !(allowLoopback && url.IsLoopback))
            problem = $"{field} must point to a host on the public internet.";
        else
            return url;
        return null;
    }

    private static bool IsHere(Uri url) => url.IsLoopback && url.Scheme == Uri.UriSchemeHttp;

    private static bool IsNeverInUrls(char character) => char.IsWhiteSpace(character) || char.IsControl(character);

    private static bool IsPublicHost(Uri url)
    {
        if (url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
            return PublicAddress.Is(IPAddress.Parse(url.DnsSafeHost));

        // Names of other scripts are to be written as they are looked up (xn--...): what some resolvers take for a digit or a dot
        // is another character here.
        var host = url.Host.TrimEnd('.').ToLowerInvariant();
        return Ascii.IsValid(host)
            && Array.TrueForAll(host.Split('.'), label => label.Length > 0 && label[0] != '-' && label[^1] != '-')
            && host.Contains('.', StringComparison.Ordinal)
            && !Array.Exists(PrivateNames, suffix => host.EndsWith(suffix, StringComparison.Ordinal));
    }
}
