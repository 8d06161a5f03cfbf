using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using System.Globalization;

namespace Focusflow.Functions.Features.Challenges;

/// <summary>The services of challenges.</summary>
internal static class ChallengeServices
{
    private const int MostMinutes = 480;

    /// <summary>Adds them, and has them take part in whatever counts for challenges.</summary>
    public static IServiceCollection AddChallenges(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(ReadRules(configuration))
        .AddSingleton<ChallengeCatalogue>()
        .AddSingleton<ChallengeCommands>()
        .AddSingleton<WeeklyChallenges>()
        .AddSingleton<ChallengeStatsReader>()
        .AddSingleton<ChallengeRecorder>()
        .AddSingleton<WorkSessions>()
        .AddSingleton<ChallengeFollower>()
        .AddSingleton<ITaskCompleted>(provider => provider.GetRequiredService<ChallengeFollower>())
        .AddSingleton<ISessionEnded>(provider => provider.GetRequiredService<ChallengeFollower>())
        .AddSingleton<IBreakEnded>(provider => provider.GetRequiredService<ChallengeFollower>())
        .AddSingleton<IReflectionSent>(provider => provider.GetRequiredService<ChallengeFollower>());

    /// <summary>Reads the settings; throws a sentence that names the one that is wrong.</summary>
    internal static ChallengeRules ReadRules(IConfiguration configuration) => new(
        Minutes(configuration, "MinimumFocusMinutes", ChallengeRules.Default.MinimumFocus),
        Minutes(configuration, "MinimumBreakMinutes", ChallengeRules.Default.MinimumBreak));

    private static TimeSpan Minutes(IConfiguration configuration, string name, TimeSpan otherwise)
    {
        var key = $"Focusflow:Challenges:{name}";
        if (configuration[key] is not { Length: > 0 } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes <= MostMinutes
            ? TimeSpan.FromMinutes(minutes)
            : throw new WrongSettingException($"The setting {key} must be a whole number of minutes from 0 to {MostMinutes}.");
    }
}
