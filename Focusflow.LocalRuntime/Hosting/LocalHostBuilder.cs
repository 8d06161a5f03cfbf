using System.Net;
using Focusflow.Core.Foundation.Blobs;
using Focusflow.Core.Foundation.Mail;
using Focusflow.LocalRuntime.Features.Admin;
using Focusflow.LocalRuntime.Features.Blobs;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Features.Http;
using Focusflow.LocalRuntime.Features.Mailbox;
using Focusflow.LocalRuntime.Features.Page;
using Focusflow.LocalRuntime.Features.Timers;
using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Foundation.Settings;
using Focusflow.LocalRuntime.Foundation.Storage;
using Focusflow.LocalRuntime.Foundation.Time;
using Focusflow.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Hosting;

/// <summary>
/// What an app registers its middleware and services with, as it does with the worker's own builder; puts them together with the
/// runtime's.
/// </summary>
public sealed class LocalHostBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly RuntimeOptions options;
    private readonly HostSettings settings;
    private readonly long? mostConnections;
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware = [];

    /// <summary>Opens the data folder and registers what the runtime gives the app; throws <see cref="StartRefusedException"/>.</summary>
    internal LocalHostBuilder(RuntimeOptions options)
    {
        this.options = options;
        settings = HostSettings.Read(options.Settings);
        mostConnections = Descriptors.MostConnections();
        Web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = options.ApplicationName,
            EnvironmentName = settings.EnvironmentName(options.Settings),
            ContentRootPath = AppContext.BaseDirectory,
        });
        Folder = DataFolder.Open(options.DataFolder);
        try
        {
            var secrets = HostSecrets.ReadOrMake(Folder.Path);
            AddConfiguration(secrets);
            AddLogging();
            AddServices(secrets);
        }
        catch
        {
            Folder.Dispose();
            throw;
        }
    }

    /// <summary>The services.</summary>
    public IServiceCollection Services => Web.Services;

    /// <summary>The settings: local.settings.json, overridden by environment variables.</summary>
    public ConfigurationManager Configuration => Web.Configuration;

    /// <summary>Development, or what AZURE_FUNCTIONS_ENVIRONMENT says.</summary>
    public IHostEnvironment Environment => Web.Environment;

    /// <summary>Logging.</summary>
    public ILoggingBuilder Logging => Web.Logging;

    /// <summary>Metrics.</summary>
    public IMetricsBuilder Metrics => Web.Metrics;

    /// <summary>What is shared while building.</summary>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)Web).Properties;

    IConfigurationManager IHostApplicationBuilder.Configuration => Web.Configuration;

    internal DataFolder Folder { get; }

    private WebApplicationBuilder Web { get; }

    /// <summary>Adds middleware, inside of what was added before.</summary>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        this.middleware.Add(middleware);
        return this;
    }

    /// <summary>Replaces the service container.</summary>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)Web).ConfigureContainer(factory, configure);

    /// <summary>Finds and checks the functions and builds the host; throws <see cref="StartRefusedException"/>.</summary>
    internal WebApplication Build()
    {
        var functions = FunctionFinder.Find(options.Functions, settings.RoutePrefix, Configuration);
        var services = Services;
        services.AddSingleton(provider => new FunctionHost(functions, provider, new ServiceLifetimes(services), middleware)
        {
            DurableClient = writes => ClientOf(provider, writes),
        });
        services.AddSingleton(options.Durable);
        services.AddSingleton<IDurableFunctions, DurableFunctions>();
        services.AddSingleton<DurableEngine>();
        services.TryAddSingleton(provider => provider.GetRequiredService<DurableEngine>().Client);

        // After the app's own, so that what they prepare is there when work is taken up.
        services.AddHostedService<DurableService>();
        services.AddSingleton<TimerService>();
        services.AddHostedService(provider => provider.GetRequiredService<TimerService>());

        var app = Web.Build();
        HttpPipeline.Use(app, app.Services.GetRequiredService<FunctionHost>(), HostEndpoints(app.Services));
        return app;
    }

    private static IEnumerable<RouteEndpoint> HostEndpoints(IServiceProvider services) =>
        [.. ClockEndpoints.All(services), .. PageEndpoints.All(services), .. AdminEndpoints.All(services), .. MailEndpoints.All(services), .. DurableEndpoints.All(services)];

    private void AddConfiguration(HostSecrets secrets)
    {
        Web.Configuration.AddInMemoryCollection(
        [
            new("Focusflow:Auth:SigningKey", secrets.SigningKey),
            new("Focusflow:Push:Key", secrets.PushKey),
            new("LeaderboardSchedule", "* * * * * *"),
            new("Focusflow:ApiUrl", ApiUrl),
        ]);
        Web.Configuration.AddInMemoryCollection(settings.Values);
        if (options.Settings.ReadEnvironment)
            Web.Configuration.AddEnvironmentVariables();
        Web.Configuration.AddInMemoryCollection(options.Settings.Overrides);
    }

    private void AddLogging()
    {
        // ASP.NET Core's line per request is the web server's affair; the Functions host does not print it either.
        // It also puts the path, which may hold secrets, into the scope of all other lines.
        Web.Logging.AddFilter("Microsoft", LogLevel.Warning);
        Web.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        Web.Logging.AddConfiguration(settings.HostJson.GetSection("logging"));
        if (options.OwnsProcess)
        {
            Web.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
            });
        }

        options.Logging?.Invoke(Web.Logging);
    }

    // Only where documents lie in the same file does the order of its log keep what is scheduled before what is stored.
    private static DurableTaskClient ClientOf(IServiceProvider services, PendingWrites writes)
    {
        var (client, engine) = (services.GetRequiredService<DurableTaskClient>(), services.GetRequiredService<DurableEngine>());
        return client == engine.Client && services.GetRequiredService<EmbeddedStore>().IsUsed ? engine.ClientOf(writes) : client;
    }

    private void AddServices(HostSecrets secrets)
    {
        var services = Web.Services;
        services.AddSingleton(settings);
        services.AddSingleton(secrets);
        services.AddSingleton<FunctionKeys>();
        services.AddSingleton(provider => new LocalMailbox(
            provider.GetRequiredService<DataFolder>(), provider.GetRequiredService<TimeProvider>(), provider.GetService<MailOptions>() ?? new MailOptions()));
        services.AddSingleton<IMailSender>(provider => provider.GetRequiredService<LocalMailbox>());
        services.AddSingleton<IBlobStore>(provider => new FolderBlobs(Path.Combine(provider.GetRequiredService<DataFolder>().Path, FolderBlobs.FolderName)));

        // Through factories, so that the container ends them, each after what was made from it.
        services.AddSingleton(_ => Folder);
        services.AddSingleton(provider =>
        {
            var folder = provider.GetRequiredService<DataFolder>();
            return SqliteDatabase.Open(folder.Database, durable: options.DurableWrites && !folder.Temporary);
        });

        services.AddSingleton<EmbeddedStore>();
        services.AddSingleton(provider => provider.GetRequiredService<EmbeddedStore>().Open());
        services.AddHostedService<EmbeddedStoreService>();

        var work = new WorkTracker();
        services.AddSingleton(work);
        if (options.VirtualClock)
        {
            services.AddSingleton(_ => new VirtualClock(options.ClockStart ?? TimeProvider.System.GetUtcNow(), work));
            services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<VirtualClock>());
        }
        else
        {
            services.AddSingleton(TimeProvider.System);
        }

        HttpPipeline.AddServices(services, settings, Web.Environment.IsDevelopment());
        services.AddSingleton(new ApplicationPartManager()); // told of its (no) parts, MVC does not search the app for controllers
        services.AddMvcCore(); // executes IActionResult
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        if (!options.OwnsProcess)
            services.Replace(ServiceDescriptor.Singleton<IHostLifetime, PassiveLifetime>());
        Web.WebHost.UseKestrelCore();
        Web.WebHost.ConfigureKestrel(Listen);
    }

    // For links in mails; with a port that the system chooses nobody follows any.
    private string ApiUrl =>
        $"http://localhost{((options.Port ?? settings.LocalHttpPort) is var port and not 0 ? $":{port}" : "")}/{settings.RoutePrefix}".TrimEnd('/');

    private void Listen(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = mostConnections;
        if ((options.Port ?? settings.LocalHttpPort) is var port and not 0)
            kestrel.ListenLocalhost(port);
        else
            kestrel.Listen(IPAddress.Loopback, 0);
    }
}
