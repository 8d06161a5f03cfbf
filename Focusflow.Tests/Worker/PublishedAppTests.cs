using Shouldly;
using Xunit;

namespace Focusflow.Tests.Worker;

/// <summary>
/// What is deployed has what the host looks for, and nothing of the local runtime. Runs beside other tests, early, so that those of the
/// worker, which run alone, need not wait for the app to be published.
/// </summary>
public sealed class PublishedAppTests
{
    [Fact]
    public async Task It_has_what_the_host_looks_for_and_nothing_of_the_local_runtime()
    {
        var folder = await PublishedApp.FolderAsync();

        string[] needed = ["host.json", "worker.config.json", "functions.metadata", "extensions.json", ".azurefunctions", PublishedApp.Assembly];
        needed.Where(name => !Path.Exists(Path.Combine(folder, name))).ShouldBeEmpty();
        string[] foreign = ["local.settings.json", "Focusflow.LocalRuntime.dll", "Focusflow.Sqlite.dll"];
        foreign.Where(name => Path.Exists(Path.Combine(folder, name))).ShouldBeEmpty();
    }
}
