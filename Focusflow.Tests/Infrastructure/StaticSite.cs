using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;

namespace Focusflow.Tests.Infrastructure;

/// <summary>A folder of the repository served to a browser, on a port of its own.</summary>
internal sealed class StaticSite : IAsyncDisposable
{
    private readonly WebApplication site;

    private StaticSite(WebApplication site) => this.site = site;

    /// <summary>Such as <c>http://localhost:34567</c>, which browsers take for secure.</summary>
    public string Origin => site.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public static async Task<StaticSite> StartAsync(string folder)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var built = builder.Build();
        built.UseFileServer(new FileServerOptions { FileProvider = new PhysicalFileProvider(Repository.PathOf(folder)) });
        await built.StartAsync();
        return new StaticSite(built);
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();
}
