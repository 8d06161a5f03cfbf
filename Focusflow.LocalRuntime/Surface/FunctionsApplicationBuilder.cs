using Focusflow.LocalRuntime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds a function app.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly LocalHostBuilder host;
    private readonly bool ownsProcess;

    internal FunctionsApplicationBuilder(LocalHostBuilder host, bool ownsProcess = false)
    {
        this.host = host;
        this.ownsProcess = ownsProcess;
    }

    /// <summary>What is shared while building.</summary>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)host.Web).Properties;

    /// <summary>The settings: local.settings.json, overridden by environment variables.</summary>
    public ConfigurationManager Configuration => host.Web.Configuration;

    /// <summary>Development, or what AZURE_FUNCTIONS_ENVIRONMENT says.</summary>
    public IHostEnvironment Environment => host.Web.Environment;

    /// <summary>Logging.</summary>
    public ILoggingBuilder Logging => host.Web.Logging;

    /// <summary>Metrics.</summary>
    public IMetricsBuilder Metrics => host.Web.Metrics;

    /// <summary>The services.</summary>
    public IServiceCollection Services => host.Web.Services;

    IConfigurationManager IHostApplicationBuilder.Configuration => host.Web.Configuration;

    /// <summary>Adds middleware, inside of what was added before.</summary>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        host.Middleware.Add(middleware);
        return this;
    }

    /// <summary>Replaces the service container.</summary>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)host.Web).ConfigureContainer(factory, configure);

    /// <summary>Checks the functions and builds the host.</summary>
    public IHost Build() => ownsProcess ? new CommandLineHost(CommandLineHost.OrExit(host.Build, exitCode: 1)) : host.Build();

    internal void ServeHttp() => host.ServeHttp();
}

/// <summary>ASP.NET Core for a function app.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Gives HTTP functions ASP.NET Core's own requests and results.</summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        builder.ServeHttp();
        return builder;
    }
}
