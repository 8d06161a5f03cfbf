using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
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
        files.Sum(file => file.Length).ShouldBeLessThan(90_000_000, heaviest);
        files.Where(file => file.Extension is ".dylib" or ".lib" or ".xml" || (file.Extension == ".exe")).Select(file => file.Name).ShouldBeEmpty();
        files.Where(file => file.Name.EndsWith("Interop.dll", StringComparison.Ordinal) || file.Name.StartsWith("msvc", StringComparison.Ordinal)).Select(file => file.Name).ShouldBeEmpty();
    }

    /// <summary>
    /// What is left out is what nothing needs: each assembly that another refers to is there, or comes with .NET. Only MimeKit's and MailKit's
    /// cryptography is missing: of what is neither signed nor encrypted nor compressed nothing asks for it (WorkerMailTests).
    /// </summary>
    [Fact]
    public async Task Whatever_its_assemblies_refer_to_is_there()
    {
        var folder = await PublishedApp.FolderAsync();
        var assemblies = Directory.GetFiles(folder, "*.dll");
        var there = assemblies
            .Concat(FrameworkFolders().SelectMany(framework => Directory.GetFiles(framework, "*.dll")))
            .Select(Path.GetFileNameWithoutExtension)
            .ToHashSet(StringComparer.Ordinal);

        var missing = assemblies.SelectMany(assembly => ReferencesOf(assembly).Where(name => !there.Contains(name)).Select(name => $"{Path.GetFileName(assembly)} -> {name}"));

        missing.ShouldBe(["MailKit.dll -> BouncyCastle.Cryptography", "MimeKit.dll -> BouncyCastle.Cryptography"], ignoreOrder: true);
    }

    private static IEnumerable<string> FrameworkFolders() =>
        new[] { typeof(object), typeof(Microsoft.AspNetCore.Http.HttpContext) }.Select(type => Path.GetDirectoryName(type.Assembly.Location)!);

    private static List<string> ReferencesOf(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name))];
    }
}
