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

    /// <summary>What it weighs is copied to every instance before it starts.</summary>
    [Fact]
    public async Task It_weighs_no_more_than_it_must_and_has_nothing_for_other_platforms()
    {
        var files = new DirectoryInfo(await PublishedApp.FolderAsync()).GetFiles("*", SearchOption.AllDirectories);

        var heaviest = string.Join(", ", files.OrderByDescending(file => file.Length).Take(5).Select(file => $"{file.Name} {file.Length / 1_000_000} MB"));
        files.Sum(file => file.Length).ShouldBeLessThan(100_000_000, heaviest);
        files.Where(file => file.Extension is ".dylib" or ".lib" or ".xml" || (file.Extension == ".exe")).Select(file => file.Name).ShouldBeEmpty();
        files.Where(file => file.Name.EndsWith("Interop.dll", StringComparison.Ordinal) || file.Name.StartsWith("msvc", StringComparison.Ordinal)).Select(file => file.Name).ShouldBeEmpty();
    }
}
