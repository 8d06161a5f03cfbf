using Focusflow.Core.Features.Accounts;
using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Features.Accounts;

/// <summary>How the mark of a device (see <see cref="DeviceMarks"/>) travels: as a cookie, and as a header for clients without.</summary>
internal static class DeviceCookie
{
    /// <summary>The header, of requests and answers.</summary>
    public const string Header = "X-Device";

    /// <summary>What the API's description says of it.</summary>
    public const string Description =
        "The mark of this device, as the answer to an earlier registration or sign-in gave it in X-Device (and as a cookie, which does as well). "
        + "A device known for an account is not kept out by others' wrong passwords.";

    private const string Name = "focusflow_device";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    /// <summary>The mark that a request brings along, or null.</summary>
    public static string? DeviceMark(this HttpRequest request) =>
        request.Headers.TryGetValue(Header, out var header) ? header.ToString() : request.Cookies[Name];

    /// <summary>The answer, which leaves a mark on the device.</summary>
    public static IResult Marking(this IResult answer, HttpRequest request, string mark)
    {
        // Frontends call from sites of their own, for which a cookie must say so; browsers take that over https only.
        var isSecure = request.IsHttps || request.Headers["X-Original-Proto"] == "https" || request.Headers["X-Forwarded-Proto"] == "https";
        var response = request.HttpContext.Response;
        response.Headers[Header] = mark;
        response.Cookies.Append(Name, mark, new CookieOptions
        {
            HttpOnly = true,
            Secure = isSecure,
            SameSite = isSecure ? SameSiteMode.None : SameSiteMode.Lax,
            MaxAge = Lifetime,
            Path = "/",
        });
        return answer;
    }
}
