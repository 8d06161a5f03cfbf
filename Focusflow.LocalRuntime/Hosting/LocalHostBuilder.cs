using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;

namespace Focusflow.LocalRuntime.Hosting;

/// <summary>Puts the app's services, settings and middleware together with the runtime's own.</summary>
internal sealed class LocalHostBuilder
{
    public WebApplicationBuilder Web { get; } = WebApplication.CreateSlimBuilder();

    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    public bool ServesHttp { get; private set; }

    public void ServeHttp() => ServesHttp = true;

    public IHost Build() => Web.Build();
}
