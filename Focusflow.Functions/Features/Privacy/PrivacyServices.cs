using Focusflow.Core.Features.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.Functions.Features.Privacy;

/// <summary>The services of export and deletion.</summary>
internal static class PrivacyServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddPrivacy(this IServiceCollection services) => services
        .AddSingleton<UserExport>()
        .AddSingleton<UserUsage>()
        .AddSingleton<DeletionProof>()
        .AddSingleton<UserPartition>()
        .AddSingleton<AccountDeletion>()
        .AddSingleton<DeletionSweeper>();
}
