using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Blobs;
using Focusflow.Functions.Foundation.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Focusflow.Functions.Features.Pictures;

/// <summary>The services of pictures.</summary>
internal static class PictureServices
{
    /// <summary>Adds them. Files go where the host that is there keeps them: the local runtime's folder, or the storage account of the Functions host.</summary>
    public static IServiceCollection AddPictures(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<IBlobStore>(_ => (IBlobStore?)AzureBlobs.Find(configuration) ?? new NoBlobs());
        return services.AddSingleton<PictureShelf>();
    }
}
