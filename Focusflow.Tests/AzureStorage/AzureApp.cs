using System.Collections.Concurrent;
using DurableTask.AzureStorage;
using Focusflow.Core.Features.Webhooks;
using Focusflow.Functions.Features.Focus;
using Focusflow.Functions.Features.Privacy;
using Focusflow.Functions.Features.Reminders;
using Focusflow.LocalRuntime.Features.Durable;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Focusflow.Tests.AzureStorage;

/// <summary>The app with its orchestrations in Azurite, and without the sweepers that would make up for one that does not come.</summary>
public sealed class AzureApp : IAsyncLifetime
{
    private readonly Azurite azurite = new();
    private readonly string hub = $"hub{Guid.NewGuid():N}"[..20];
    private LocalApp? app;
    private AzureDurableBackend? backend;

    internal LocalApp App => app!;

    internal ShiftedClock Clock { get; } = new();

    internal UncertainReceiver Receiver { get; } = new();

    internal DurableTaskClient Client => App.DurableTaskClient;

    public async ValueTask InitializeAsync()
    {
        await azurite.InitializeAsync();
        if (azurite.ConnectionString.Length == 0)
            return;
        app = await FocusflowTestApp.StartAsync(options =>
            options.Without(typeof(SessionSweep), typeof(ReminderSweeper), typeof(WorkdayReminderSweep), typeof(DeletionSweep)) with
            {
                Now = null,
                Customize = builder =>
                {
                    builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
                    builder.Services.AddSingleton<IWebhookSender>(Receiver);
                    builder.Services.AddSingleton<DurableTaskClient>(
                        new AzureDurableClient(new AzureStorageOrchestrationService(AzureDurableBackend.Settings(azurite.ConnectionString, hub))));
                },
            });
        await StartWorkerAsync();
    }

    public void SkipWithoutIt() => azurite.SkipWithoutIt();

    /// <summary>Ends the worker without grace, as a machine that is taken away.</summary>
    public async Task EndWorkerAsync()
    {
        await backend!.DisposeAsync();
        backend = null;
    }

    /// <summary>Starts a worker on the same hub.</summary>
    public Task StartWorkerAsync()
    {
        backend = new AzureDurableBackend(
            AzureDurableBackend.Settings(azurite.ConnectionString, hub),
            new WithToys(App.Services.GetRequiredService<IDurableFunctions>()),
            App.Services.GetRequiredService<ILoggerFactory>());
        return backend.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (backend is not null)
            await backend.DisposeAsync();
        if (app is not null)
            await app.DisposeAsync();
        await azurite.DisposeAsync();
    }
}

/// <summary>Refuses the first message it gets.</summary>
internal sealed class UncertainReceiver : IWebhookSender
{
    public ConcurrentQueue<int> Answers { get; } = [];

    public Task<WebhookAnswer> PostAsync(Uri url, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> json, CancellationToken cancellation)
    {
        var status = Answers.IsEmpty ? 503 : 204;
        Answers.Enqueue(status);
        return Task.FromResult(new WebhookAnswer(status));
    }
}
