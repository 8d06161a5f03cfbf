using Focusflow.Core.Features.Focus;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Features.Focus;

/// <summary>The services of focus sessions.</summary>
internal static class FocusServices
{
    /// <summary>Adds them. A feature that takes part when a session ends adds itself as <see cref="ISessionEnded"/>.</summary>
    public static IServiceCollection AddFocus(this IServiceCollection services) => services
        .AddSingleton<SessionCommit>()
        .AddSingleton<SessionSettlement>()
        .AddSingleton<SessionCommands>()
        .AddSingleton<SessionReader>()
        .AddSingleton<SessionSweeper>()
        .AddSingleton<SessionAnswers>()
        .AddSingleton<ISessionEnded, SessionNotification>();
}
