namespace Focusflow.Tests.Scale;

/// <summary>A folder with an SQLite file, which is gone afterwards.</summary>
internal sealed class WorldFolder : IDisposable
{
    /// <summary>Its path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("focusflow-scale-").FullName;

    /// <summary>How much it takes, in bytes.</summary>
    public long Bytes => Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

    /// <summary>The same once more, while nobody has it open.</summary>
    public WorldFolder Copy()
    {
        var copy = new WorldFolder();
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(copy.Path, System.IO.Path.GetRelativePath(Path, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
