using System.Text.Json;
using System.Text.Json.Serialization;
using Focusflow.LocalRuntime.Features.Http;
using Focusflow.LocalRuntime.Features.Mailbox;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.LocalRuntime.Features.Admin;

/// <summary>
/// <c>GET /admin/mails</c> (with the master key) and <c>GET /runtime/mails</c> (for programs and the page on this machine): what is
/// in the mailbox, the newest first; <c>?to=</c> only what is for an address, <c>?find=</c> with a text in address or subject,
/// <c>?limit=</c> so many, <c>?parts=false</c> without text, HTML and source. <c>GET /runtime/mails/{id}</c> is one,
/// <c>GET /runtime/mails/{id}/html</c> its HTML for a frame, which may do nothing.
/// </summary>
internal static class MailEndpoints
{
    private const int Most = 500;

    public static IEnumerable<RouteEndpoint> All(IServiceProvider services)
    {
        yield return HostEndpoints.Guarded(services, AuthorizationLevel.Admin, "GET", "admin/mails", http => ListAsync(http, services));
        yield return HostEndpoints.Local("GET", "runtime/mails", http => ListAsync(http, services));
        yield return HostEndpoints.Local("GET", "runtime/mails/{id:int}", http => Find(http, services) is { } mail ? WriteAsync(http, mail) : NotFoundAsync(http));
        yield return HostEndpoints.Local("GET", "runtime/mails/{id:int}/html", http => Find(http, services) is { Html.Length: > 0 } mail ? WriteHtmlAsync(http, mail) : NotFoundAsync(http));
    }

    private static Task ListAsync(HttpContext http, IServiceProvider services)
    {
        var query = http.Request.Query;
        var (to, find) = (query["to"].ToString(), query["find"].ToString());
        var limit = int.TryParse(query["limit"], out var wanted) && wanted > 0 ? wanted : Most;
        var mails = services.GetRequiredService<LocalMailbox>().Mails
            .Where(mail => to.Length == 0 || mail.To.Equals(to, StringComparison.OrdinalIgnoreCase))
            .Where(mail => $"{mail.To} {mail.Subject}".Contains(find, StringComparison.OrdinalIgnoreCase))
            .Take(limit)
            .Select(mail => query["parts"] == "false" ? mail with { Text = "", Html = "", Source = "" } : mail);
        return WriteAsync(http, mails.ToArray());
    }

    private static KeptMail? Find(HttpContext http, IServiceProvider services) =>
        int.TryParse((string)http.Request.RouteValues["id"]!, out var id) ? services.GetRequiredService<LocalMailbox>().Mails.FirstOrDefault(mail => mail.Id == id) : null;

    private static Task NotFoundAsync(HttpContext http) => HostEndpoints.RefuseAsync(http, StatusCodes.Status404NotFound, "There is no such mail.");

    private static Task WriteAsync<T>(HttpContext http, T answer) =>
        http.Response.WriteAsJsonAsync(answer, MailEndpointJson.Default.Options, http.RequestAborted);

    // As mail programs do: nothing runs, nothing is fetched, and a link opens a page that knows nothing of this one.
    private static Task WriteHtmlAsync(HttpContext http, KeptMail mail)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy =
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return http.Response.WriteAsync(mail.Html, http.RequestAborted);
    }
}

/// <summary>How mails are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(KeptMail))]
[JsonSerializable(typeof(KeptMail[]))]
internal sealed partial class MailEndpointJson : JsonSerializerContext;
