using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.LocalRuntime.Foundation.Storage;

/// <summary>Where the app keeps its documents, for people.</summary>
internal static class StoreName
{
    public static string Of(IServiceProvider services) =>
        services.GetRequiredService<EmbeddedStore>().IsUsed || services.GetService<IDocumentStore>() is not { } store
            ? services.GetRequiredService<DataFolder>().Database
            : store.ToString()!;
}
