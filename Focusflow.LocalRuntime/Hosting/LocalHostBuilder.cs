using System.Net;
using Focusflow.LocalRuntime.Admin;
using Focusflow.LocalRuntime.Durable;
using Focusflow.LocalRuntime.Functions;
using Focusflow.LocalRuntime.Http;
using Focusflow.LocalRuntime.Settings;
using Focusflow.LocalRuntime.Time;
using Focusflow.LocalRuntime.Timers;
using Focusflow.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Focusflow.LocalRuntime.Hosting;

/// <summary>Puts the app's services, settings and middleware together with the runtime's own.</summary>
internal sealed class LocalHostBuilder
{
    private readonly RuntimeOptions options;
    private readonly HostSettings settings;
    private bool servesHttp;

    /// <summary>Opens the data folder and registers what the runtime gives the app; throws <see cref="StartRefusedException"/>.</summary>
    public LocalHostBuilder(RuntimeOptions options)
    {
        this.options = options;
        settings = HostSettings.Read(options);
        Web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = options.ApplicationName,
            EnvironmentName = settings.EnvironmentName(options),
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

    public WebApplicationBuilder Web { get; }

    public DataFolder Folder { get; }

    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    /// <summary>Serves HTTP functions, with ASP.NET Core's own requests and results.</summary>
    public void ServeHttp()
    {
        if (servesHttp)
            return;
        servesHttp = true;
        Middleware.Add(HttpMiddleware.Wrap);

        // MVC's core executes IActionResult. Told of its (no) parts, it does not search the app for controllers.
        Web.Services.AddSingleton(new ApplicationPartManager());
        Web.Services.AddMvcCore();
    }

    /// <summary>Finds and checks the functions and builds the host; throws <see cref="StartRefusedException"/>.</summary>
    public WebApplication Build()
    {
        var functions = FunctionFinder.Find(options.Types, settings.RoutePrefix, Web.Configuration);
        if (!servesHttp && functions.FirstOrDefault(function => function.Trigger is Trigger.Http) is { } http)
            throw new StartRefusedException($"Function {http.Name} answers HTTP; call ConfigureFunctionsWebApplication() on the builder.");

        var services = Web.Services;
        services.AddSingleton(provider => new FunctionHost(functions, provider, new ServiceLifetimes(services), Middleware)
        {
            DurableClient = () => provider.GetRequiredService<DurableEngine>().Client,
        });
        services.AddSingleton(options.Durable);
        services.AddSingleton<IDurableFunctions, DurableFunctions>();
        services.AddSingleton<DurableEngine>();

        // After the app's own, so that what they prepare is there when work is taken up.
        services.AddHostedService<DurableService>();
        services.AddSingleton<TimerService>();
        services.AddHostedService(provider => provider.GetRequiredService<TimerService>());

        var app = Web.Build();
        HttpPipeline.Use(app, app.Services.GetRequiredService<FunctionHost>(), HostEndpoints.All(app.Services));
        return app;
    }

    private void AddConfiguration(HostSecrets secrets)
    {
        Web.Configuration.AddInMemoryCollection(
        [
            new("Focusflow:Auth:SigningKey", secrets.SigningKey),
            new("LeaderboardSchedule", "* * * * * *"),
        ]);
        Web.Configuration.AddInMemoryCollection(settings.Values);
        if (options.ReadEnvironment)
            Web.Configuration.AddEnvironmentVariables();
        Web.Configuration.AddInMemoryCollection(options.Overrides);
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

    private void AddServices(HostSecrets secrets)
    {
        var services = Web.Services;
        services.AddSingleton(settings);
        services.AddSingleton(secrets);
        services.AddSingleton<FunctionKeys>();

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

        HttpPipeline.AddServices(services, settings);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        if (!options.OwnsProcess)
            services.Replace(ServiceDescriptor.Singleton<IHostLifetime, PassiveLifetime>());
        Web.WebHost.UseKestrelCore();
        Web.WebHost.ConfigureKestrel(Listen);
    }

    private void Listen(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        if ((options.Port ?? settings.LocalHttpPort) is var port and not 0)
            kestrel.ListenLocalhost(port);
        else
            kestrel.Listen(IPAddress.Loopback, 0);
    }
}
