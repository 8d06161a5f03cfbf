using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Cosmos;
using Focusflow.LocalRuntime.Foundation.Storage;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Cosmos;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Features.Notifications;
using Focusflow.Tests.Features.Push;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Focusflow.Tests.Costs;

/// <summary>
/// The app on the Cosmos DB emulator, with the real SDK, or on SQLite, and somebody who uses it. What is called through it is measured
/// and becomes a line of docs/costs.md, unless it is only prepared. The clock stands still: nothing happens beside what is measured.
/// </summary>
internal sealed class CostMeter : IAsyncDisposable
{
    private readonly StoreUsage usage;
    private readonly ServiceRequests? requests;
    private readonly List<Measured> lines = [];
    private WillingReceiver receiver = null!;
    private Person? person;
    private StoreCalls begun;

    private CostMeter(LocalApp app, StoreUsage usage, ServiceRequests? requests, PushService pushes)
    {
        Pushes = pushes;
        begun = StoreCalls.Of(usage);
        App = app;
        this.usage = usage;
        this.requests = requests;
    }

    public LocalApp App { get; }

    /// <summary>Where pushes go.</summary>
    public PushService Pushes { get; }

    public DateTimeOffset Now => App.Clock.GetUtcNow();

    public IReadOnlyList<Measured> Lines => lines;

    /// <summary>All that was asked of the store so far, measured or not.</summary>
    public StoreCalls Calls => StoreCalls.Of(usage);

    /// <param name="emulator">Where the data goes.</param>
    /// <param name="now">The clock. No schedule has seconds other than 0 and 30, so at others a wake-up is alone.</param>
    /// <param name="without">Function classes to leave out, so that what they do is not measured with the rest.</param>
    public static Task<CostMeter> StartAsync(CosmosEmulator emulator, DateTimeOffset now, params Type[] without) =>
        StartAsync(emulator, emulator.Settings, now, without);

    /// <summary>The same on a database that others use before or after.</summary>
    public static Task<CostMeter> StartAsync(CosmosEmulator emulator, (string Key, string? Value)[] database, DateTimeOffset now, params Type[] without)
    {
        (string, string?)[] settings = [.. database, ("Focusflow:Cosmos:Timeout", "00:01:30")];
        var (options, requests) = (emulator.Options, new ServiceRequests());
        options.Database = settings.Single(setting => setting.Item1.EndsWith(":Database", StringComparison.Ordinal)).Item2!;
        return StartAsync(
            start => start.Without(without) with { Now = now },
            services => services.AddSingleton(_ => CosmosClients.Create(options, sdk => sdk.CustomHandlers.Add(requests))),
            provider => provider.GetRequiredService<CosmosDocumentStore>(),
            requests,
            settings);
    }

    /// <summary>The same on SQLite, where no service counts along.</summary>
    /// <param name="folder">Where the data is, and stays.</param>
    /// <param name="now">The clock, as above.</param>
    /// <param name="without">Function classes to leave out.</param>
    public static Task<CostMeter> StartAsync(string folder, DateTimeOffset now, params Type[] without) => StartAsync(
        start => start.Without(without) with { Now = now, DataFolder = folder },
        services => services,
        provider => provider.GetRequiredService<EmbeddedStore>().Open(),
        requests: null,
        settings: []);

    private static async Task<CostMeter> StartAsync(
        Func<LocalAppOptions, LocalAppOptions> change,
        Func<IServiceCollection, IServiceCollection> add,
        Func<IServiceProvider, IDocumentStore> store,
        ServiceRequests? requests,
        (string Key, string? Value)[] settings)
    {
        var (usage, pushes, receiver) = (new StoreUsage(), new PushService(), new WillingReceiver());
        var app = await FocusflowTestApp.StartAsync(
            start => change(start) with
            {
                Customize = builder =>
                {
                    add(builder.Services);
                    builder.Services.AddSingleton<Core.Features.Webhooks.IWebhookSender>(receiver);
                    builder.Services.AddSingleton<Core.Features.Push.IPushSender>(pushes);
                    builder.Services.AddSingleton<IDocumentStore>(provider => new ObservedDocumentStore(
                        new MeteredDocumentStore(store(provider), usage), provider.GetServices<ICommitObserver>()));

                    // It reads in real time, so often as it may; docs/costs.md counts it by the second.
                    builder.Services.AddSingleton(provider => new ChangeWatch(
                        new NoChanges(), provider.GetRequiredService<StreamListeners>(), NullLogger<ChangeWatch>.Instance));
                },
            },
            [
                .. settings,
                ("LeaderboardSchedule", "0 0 0 1 1 *"),
                ("Focusflow:Accounts:CacheSeconds", "3600"), // signs of life of streams look the session up beside what is measured
            ]);
        await store(app.Services).CheckAsync(); // who asks first has the containers made
        return new CostMeter(app, usage, requests, pushes) { receiver = receiver };
    }

    /// <summary>Signs a registered user in, in place of whoever was; not measured.</summary>
    public async Task SignInAsync(string email) => person = new Person(App, await (await App.LoginAsync(email)).JsonAsync());

    /// <summary>A request that is measured, of somebody whose session the instance knows already.</summary>
    public async Task<JsonElement> CallAsync(string method, string path, object? body = null, string note = "", bool warm = true)
    {
        if (warm && person is not null)
            await PrepareAsync("GET", "/users/profile/avatar");
        var (function, route) = FunctionOf(method, path);
        var answer = default(JsonElement);
        await MeasureAsync(function, note.Length == 0 ? $"{method} {route}" : $"{method} {route}, {note}", async () => answer = await PrepareAsync(method, path, body));
        return answer;
    }

    /// <summary>A PUT of a file that is measured, likewise.</summary>
    public async Task<JsonElement> UploadAsync(string path, byte[] file, string mediaType)
    {
        await PrepareAsync("GET", "/users/profile/avatar");
        var (function, route) = FunctionOf("PUT", path);
        var answer = default(JsonElement);
        await MeasureAsync(function, $"PUT {route}", async () => answer = await (await person!.UploadAsync("/api" + path, file, mediaType)).JsonAsync());
        return answer;
    }

    /// <summary>A request that is not measured.</summary>
    public async Task<JsonElement> PrepareAsync(string method, string path, object? body = null)
    {
        var response = person is null
            ? await App.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api" + path) { Content = body is null ? null : JsonContent.Create(body) })
            : await person.SendAsync(method, "/api" + path, body, ("x-functions-key", App.FunctionKey));
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{method} {path} answered {(int)response.StatusCode}: {text}");
        return response.Content.Headers.ContentType?.MediaType == "application/json" ? JsonElement.Parse(text) : default;
    }

    /// <summary>Opens a stream of notifications.</summary>
    /// <param name="note">What is measured.</param>
    /// <param name="lastId">The last id of a stream before it, or null.</param>
    public async Task<EventReader> StreamAsync(string note, string? lastId = null)
    {
        await PrepareAsync("GET", "/users/profile/avatar");
        EventReader? stream = null;
        await MeasureAsync("StreamNotifications", $"GET /notifications/stream, {note}", async () =>
        {
            stream = await EventReader.OpenAsync(App, person!, lastId);
            await App.Clock.AdvanceAsync(TimeSpan.FromSeconds(20)); // before the first sign of life it has read all that it reads at first
            (await stream.NextAsync())!.ShouldBe([": heartbeat"]);
        });
        return stream!;
    }

    /// <summary>Runs a timer function now.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="found">What it finds to do, in words; null: not measured.</param>
    public Task RunAsync(string function, string? found) => MeasureAsync(function, found, async () =>
    {
        // What it sets going ends after it: else the next page that it reads may hold already what was noted of a delivery.
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Until = ran.Task;
        try
        {
            (await App.Client.PostAsync($"/runtime/functions/{function}/run", null)).EnsureSuccessStatusCode(); // when it has ended
        }
        finally
        {
            ran.SetResult();
        }
    });

    /// <summary>Lets time pass, in which an orchestration does its work.</summary>
    /// <param name="orchestration">Its name.</param>
    /// <param name="by">How long; not over a minute or half minute, when the timer functions run.</param>
    /// <param name="found">What it finds to do, in words.</param>
    /// <param name="until">What to wait for besides.</param>
    public Task PassAsync(string orchestration, TimeSpan by, string found, Func<Task>? until = null) => MeasureAsync(orchestration, found, async () =>
    {
        await App.Clock.AdvanceAsync(by);
        await (until?.Invoke() ?? Task.CompletedTask);
    });

    /// <summary>Waits until so many commits belong to what is measured: a stream makes its last one when its event has left.</summary>
    public Task CommittedAsync(int commits) => UntilAsync(() => (Calls - begun).Commits >= commits);

    /// <summary>Lets time pass, unmeasured.</summary>
    public Task PassAsync(TimeSpan by) => App.Clock.AdvanceAsync(by);

    /// <summary>Lets time pass until a second of a minute, unmeasured, so that no timer function runs within what comes.</summary>
    public Task ToSecondAsync(int second) => PassAsync(TimeSpan.FromSeconds((second - Now.Second + 60) % 60));

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private async Task MeasureAsync(string function, string? what, Func<Task> act)
    {
        await App.Clock.AdvanceAsync(TimeSpan.Zero);
        var (before, sentBefore) = (begun = Calls, requests?.Count);
        await act();
        await App.Clock.AdvanceAsync(TimeSpan.Zero); // until what it set going is quiet
        if (what is null)
            return;

        // A stream goes on by itself, and a call of the store is counted a moment before it is sent.
        await UntilAsync(() => requests is null || requests.Count - sentBefore == (Calls - before).Requests);
        var line = new Measured(function, what, Calls - before);
        var sent = requests?.Count - sentBefore;
        if (sent is not null && sent != line.Calls.Requests)
            throw new InvalidOperationException($"{line}: the meter counted {line.Calls.Requests} requests, the SDK sent {sent}.");
        lines.Add(line);
    }

    /// <summary>Waits for what comes soon, or on a machine that is very busy; what has not come then is missing in what is measured.</summary>
    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var began = Stopwatch.GetTimestamp(); !holds() && Stopwatch.GetElapsedTime(began) < Patience.Limit;)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
    }

    private (string Function, string Route) FunctionOf(string method, string path)
    {
        var url = "api" + path.Split('?')[0];
        var found = App.HttpFunctions.Single(function => function.Methods.Contains(method) && Regex.IsMatch(
            url, "^" + Regex.Replace(function.Route, @"\{[^}]+\}", "[^/]+") + "$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        return (found.Name, Regex.Replace(found.Route["api".Length..], ":[a-z]+}", "}", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    private sealed class WillingReceiver : Core.Features.Webhooks.IWebhookSender
    {
        /// <summary>What it waits for before it answers.</summary>
        public Task Until { get; set; } = Task.CompletedTask;

        public async Task<Core.Features.Webhooks.WebhookAnswer> PostAsync(
            Uri url, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> json, CancellationToken cancellation)
        {
            await Until;
            return new Core.Features.Webhooks.WebhookAnswer(204);
        }
    }
}
