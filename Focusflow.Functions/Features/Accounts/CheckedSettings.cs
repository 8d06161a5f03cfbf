using Focusflow.Core.Features.Accounts;
using Microsoft.Extensions.Hosting;

namespace Focusflow.Functions.Features.Accounts;

/// <summary>Has the settings of accounts read at the start, so that what is wrong with them is said then, not at the first sign-in.</summary>
internal sealed class CheckedSettings : IHostedService
{
    public CheckedSettings(AccountsOptions options) => ArgumentNullException.ThrowIfNull(options);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
