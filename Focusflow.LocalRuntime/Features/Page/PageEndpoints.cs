using Focusflow.Core.Foundation.Output;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Features.Admin;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Features.Http;
using Focusflow.LocalRuntime.Features.Timers;
using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.Sqlite;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.LocalRuntime.Features.Page;

/// <summary>
/// <c>GET /runtime</c>: a page that shows what runs, for people who develop against it, and the JSON it is made from. Nothing
/// of it is prepared before somebody asks.
/// </summary>
internal static class PageEndpoints
{
    private static readonly Lazy<SelfContainedPage> Html = new(() => SelfContainedPage.Read(typeof(PageEndpoints).Assembly, "runtime.html", framesItself: true));

    public static IEnumerable<RouteEndpoint> All(IServiceProvider services)
    {
        var host = services.GetRequiredService<FunctionHost>();
        TimerService Timers() => services.GetRequiredService<TimerService>();
        var overview = new Lazy<DurableOverview>(() => new DurableOverview(services.GetRequiredService<SqliteDatabase>()));
        var documents = new Lazy<DocumentViews>(() => new DocumentViews(services.GetRequiredService<IDocumentStore>()));
        DurableEngine Engine() => services.GetRequiredService<DurableEngine>();

        // A link may lead here from anywhere; what the page then asks for is guarded.
        yield return HostEndpoints.Endpoint("GET", "runtime", WritePageAsync);
        yield return HostEndpoints.Local("GET", "runtime/status", http => PageJson.WriteAsync(http, StatusView.Of(services, overview.Value)));
        yield return HostEndpoints.Local("GET", "runtime/functions", http => PageJson.WriteAsync(http, FunctionView.All(host, Timers())));
        yield return HostEndpoints.Local("POST", "runtime/functions/{name}/run", http => RunView.AnswerAsync(http, host, Timers()));
        yield return HostEndpoints.Local("GET", "runtime/timers", http => UpcomingViews.AnswerAsync(http, overview.Value, Timers()));
        yield return HostEndpoints.Local("GET", "runtime/orchestrations", http => OrchestrationViews.ListAsync(http, overview.Value, documents.Value));
        yield return HostEndpoints.Local("POST", "runtime/orchestrations/purge", http => OrchestrationViews.PurgeAsync(http, overview.Value, documents.Value, Engine()));
        yield return HostEndpoints.Local("GET", "runtime/orchestrations/{id}", http => OrchestrationViews.ReadAsync(http, overview.Value, Engine()));
        foreach (var (route, change) in DurableEndpoints.Changes)
            yield return HostEndpoints.Local("POST", $"runtime/orchestrations{route}", http => change(http, Engine()));
        yield return HostEndpoints.Local("GET", "runtime/partitions", http => documents.Value.PartitionsAsync(http));
        yield return HostEndpoints.Local("GET", "runtime/documents", http => documents.Value.DocumentsAsync(http));
    }

    private static async Task WritePageAsync(HttpContext http)
    {
        if (!LocalCallers.IsLocal(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var page = Html.Value;
        var response = http.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = page.ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-cache";
        response.Headers["Referrer-Policy"] = "no-referrer";
        await response.Body.WriteAsync(page.Html, http.RequestAborted);
    }
}
