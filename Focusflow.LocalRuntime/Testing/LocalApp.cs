using Focusflow.LocalRuntime.Features.Http;
using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Foundation.Settings;
using Focusflow.LocalRuntime.Foundation.Time;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.LocalRuntime.Testing;

/// <summary>
/// A whole app in this process, with its own store, clock and port: the same pipeline as the one that
/// <c>dotnet run</c> starts. Any number may run side by side.
/// </summary>
/// <example><code>
/// await using var app = await LocalApp.StartAsync(LocalAppOptions.For(typeof(FocusflowApp).Assembly, builder => builder.AddFocusflow()));
/// await app.Client.PostAsJsonAsync("/api/tasks", new { title = "Write" });
/// await app.Clock.AdvanceAsync(TimeSpan.FromHours(2));
/// </code></example>
public sealed class LocalApp : IAsyncDisposable
{
    private readonly LocalAppOptions options;
    private readonly string folder;
    private LocalAppRun run;

    private LocalApp(LocalAppOptions options, string folder, LocalAppRun run)
    {
        this.options = options;
        this.folder = folder;
        this.run = run;
    }

    /// <summary>Calls the app; its base address is the app's root, so paths begin with <c>/api/</c>. Another one after a restart.</summary>
    public HttpClient Client => run.Client;

    /// <summary>The app's root, such as <c>http://127.0.0.1:34567/</c>. Another one after a restart.</summary>
    public Uri Url => run.Url;

    /// <summary>The virtual clock; throws when the app runs on the real one. Another one after a restart.</summary>
    public VirtualClock Clock => Services.GetService<VirtualClock>() ?? throw new InvalidOperationException("The app runs on the real clock.");

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => run.Services;

    /// <summary>What functions are given as <c>[DurableClient]</c>.</summary>
    public DurableTaskClient DurableTaskClient => Services.GetRequiredService<DurableTaskClient>();

    /// <summary>Opens functions of level Function.</summary>
    public string FunctionKey => Services.GetRequiredService<FunctionKeys>().FunctionKey;

    /// <summary>Opens everything, the admin endpoints included.</summary>
    public string MasterKey => Services.GetRequiredService<FunctionKeys>().MasterKey;

    /// <summary>The folder that data is kept in.</summary>
    public string DataFolder => folder;

    /// <summary>The HTTP functions that were found: name, methods in upper case (none: all), route with the prefix.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Methods, string Route)> HttpFunctions =>
    [
        .. Services.GetRequiredService<FunctionHost>().Functions
            .Select(function => (function.Name, Trigger: function.Trigger as Trigger.Http))
            .Where(function => function.Trigger is not null)
            .Select(function => (function.Name, function.Trigger!.Methods, function.Trigger.Route.RawText!)),
    ];

    /// <summary>Starts an app; throws <see cref="Foundation.Settings.StartRefusedException"/> when something is wrong with it.</summary>
    public static async Task<LocalApp> StartAsync(LocalAppOptions options, CancellationToken cancellation = default)
    {
        options = LocalAppOptions.ForAll?.Invoke(options) ?? options;
        var home = options.DataFolder ?? Directory.CreateTempSubdirectory("focusflow-test-").FullName;
        try
        {
            return new LocalApp(options, home, await LocalAppRun.StartAsync(options, home, options.Now, cancellation));
        }
        catch
        {
            DeleteIfTemporary(options, home);
            throw;
        }
    }

    /// <summary>Stops the app in good order and starts it again on the same data.</summary>
    /// <param name="downFor">By how much the virtual clock is further on when it starts again.</param>
    public async Task RestartAsync(TimeSpan downFor = default)
    {
        var now = Now(downFor);
        await run.StopAsync();
        run = await LocalAppRun.StartAsync(options, folder, now, CancellationToken.None);
    }

    /// <summary>
    /// Ends the app as kill -9 would: connections break, nothing more is written, nobody is told. Then starts it again on
    /// the same data.
    /// </summary>
    /// <param name="downFor">By how much the virtual clock is further on when it starts again.</param>
    public async Task CrashAsync(TimeSpan downFor = default)
    {
        var now = Now(downFor);
        await run.CrashAsync();
        run = await LocalAppRun.StartAsync(options, folder, now, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await run.StopAsync();
        DeleteIfTemporary(options, folder);
    }

    private static void DeleteIfTemporary(LocalAppOptions options, string folder)
    {
        if (options.DataFolder is null)
            Directory.Delete(folder, recursive: true);
    }

    private DateTimeOffset? Now(TimeSpan downFor) => options.Now is null ? null : Clock.GetUtcNow() + downFor;
}
