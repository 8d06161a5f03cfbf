using Focusflow.Core.Foundation.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Foundation.Orchestrations;

/// <summary>The settings of orchestrations.</summary>
public sealed record OrchestrationOptions
{
    /// <summary>For how long after it was scheduled an ended orchestration is kept to be looked at.</summary>
    public TimeSpan KeepEnded { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a step of the purge may take: well within the time that a function may take.</summary>
    internal TimeSpan PurgeStep { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>How much longer a backend may take for it that does not look at the time itself.</summary>
    internal static readonly TimeSpan PurgeGrace = TimeSpan.FromSeconds(30);
}

/// <summary>The services of orchestrations.</summary>
internal static class OrchestrationServices
{
    private const string KeepEndedDays = "Focusflow:Orchestrations:KeepEndedDays";

    /// <summary>Adds them.</summary>
    public static IServiceCollection AddOrchestrations(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(ReadOptions(configuration));

    private static OrchestrationOptions ReadOptions(IConfiguration configuration)
    {
        var defaults = new OrchestrationOptions();
        var days = configuration.GetValue(KeepEndedDays, defaults.KeepEnded.TotalDays);
        return days is >= 1 and <= 3650
            ? new OrchestrationOptions { KeepEnded = TimeSpan.FromDays(days) }
            : throw new WrongSettingException($"The setting {KeepEndedDays} must be from 1 to 3650.");
    }
}
