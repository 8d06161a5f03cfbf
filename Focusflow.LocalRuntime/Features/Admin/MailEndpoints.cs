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
/// in the mailbox, the newest first; <c>?to=</c> only what is for an address.
/// </summary>
internal static class MailEndpoints
{
    public static IEnumerable<RouteEndpoint> All(IServiceProvider services)
    {
        yield return HostEndpoints.Guarded(services, AuthorizationLevel.Admin, "GET", "admin/mails", http => WriteAsync(http, services));
        yield return HostEndpoints.Local("GET", "runtime/mails", http => WriteAsync(http, services));
    }

    private static Task WriteAsync(HttpContext http, IServiceProvider services)
    {
        var to = http.Request.Query["to"].ToString();
        var mails = services.GetRequiredService<LocalMailbox>().Mails.Where(mail => to.Length == 0 || mail.To.Equals(to, StringComparison.OrdinalIgnoreCase));
        return http.Response.WriteAsJsonAsync(mails.ToArray(), MailEndpointJson.Default.Options, http.RequestAborted);
    }
}

/// <summary>How mails are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(KeptMail[]))]
internal sealed partial class MailEndpointJson : JsonSerializerContext;
