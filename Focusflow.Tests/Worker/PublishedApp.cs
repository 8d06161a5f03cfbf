using System.Security.Cryptography;
using System.Text;
using Focusflow.Tests.Infrastructure;

namespace Focusflow.Tests.Worker;

/// <summary>
/// The function app as it is deployed: what <c>dotnet publish</c> makes. Published once for all tests, and not again while no
/// source is newer.
/// </summary>
internal static class PublishedApp
{
    /// <summary>The function app's assembly, which the host starts.</summary>
    public const string Assembly = "Focusflow.Functions.dll";

    private const string Stamp = "published.stamp";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private static readonly Lazy<Task<string>> Once = new(PublishAsync);
    private static readonly HashSet<string> Sources = new(StringComparer.OrdinalIgnoreCase)
        { ".cs", ".csproj", ".props", ".targets", ".json", ".html", ".css", ".js", ".editorconfig" };

    /// <summary>The folder with the published app.</summary>
    public static Task<string> FolderAsync() => Once.Value;

    private static async Task<string> PublishAsync()
    {
        var folder = Repository.PathOf("Focusflow.Functions/bin/Published");
        var stamp = Path.Combine(folder, Stamp);
        await using var alone = await FileLock.TakeAsync("published", Patience);
        var fingerprint = Fingerprint();
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == fingerprint)
            return folder;

        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);

        // Analyzers have looked at the same sources in the build that came before.
        await Dotnet.RunAsync("publish", "Focusflow.Functions", "-c", "Release", "-o", folder, "-v", "q", "--nologo", "--disable-build-servers", "--property:RunAnalyzers=false");
        await File.WriteAllTextAsync(stamp, fingerprint);
        return folder;
    }

    /// <summary>Names, sizes and times of everything that goes into the app. The versions of packages are in the props.</summary>
    private static string Fingerprint()
    {
        var text = new StringBuilder();
        string[] folders = ["Focusflow.Core", "Focusflow.Cosmos", "Focusflow.Functions", "web"];
        var files = folders.SelectMany(folder => Files(new DirectoryInfo(Repository.PathOf(folder))))
            .Concat(new DirectoryInfo(Repository.Root).EnumerateFiles())
            .Where(file => Sources.Contains(file.Extension));
        foreach (var file in files.OrderBy(file => file.FullName, StringComparer.Ordinal))
            text.Append(file.FullName).Append('|').Append(file.Length).Append('|').Append(file.LastWriteTimeUtc.Ticks).Append('\n');
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder) =>
        folder.Name is "bin" or "obj" ? [] : folder.EnumerateFiles().Concat(folder.EnumerateDirectories().SelectMany(Files));
}
