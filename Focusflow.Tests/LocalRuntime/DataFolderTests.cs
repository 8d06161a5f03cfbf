using Focusflow.LocalRuntime.Foundation.Settings;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Sqlite;
using Focusflow.Tests.Features.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

/// <summary>Who may see the data, and what is said when it cannot be used.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")] // where what is about modes is skipped
public sealed class DataFolderTests : IDisposable
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;
    private const UnixFileMode Everybody = OwnersFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly bool IsUnix = !OperatingSystem.IsWindows();

    private readonly string home = Directory.CreateTempSubdirectory("focusflow-test-").FullName;

    private string Folder => Path.Combine(home, "data");

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public async Task What_is_kept_is_its_owners_alone()
    {
        Assert.SkipUnless(IsUnix, "Windows has no such modes.");
        await using var app = await StartAsync();
        await app.RegisterAsync();

        ModesAreTheOwners(expectedFiles: 5); // the database with its log and index, the keys, the lock
    }

    [Fact]
    public async Task What_was_open_to_others_is_closed_at_the_next_start()
    {
        Assert.SkipUnless(IsUnix, "Windows has no such modes.");
        await using (var app = await StartAsync())
            await app.RegisterAsync();
        File.SetUnixFileMode(Folder, Everybody);
        foreach (var file in Directory.GetFiles(Folder))
            File.SetUnixFileMode(file, Everybody);

        await using (await StartAsync())
            ModesAreTheOwners(expectedFiles: 3);
    }

    [Fact]
    public async Task A_folder_that_is_used_for_other_things_too_keeps_its_rights()
    {
        Assert.SkipUnless(IsUnix, "Windows has no such modes.");
        Directory.CreateDirectory(Folder);
        File.SetUnixFileMode(Folder, Everybody);
        await File.WriteAllTextAsync(Path.Combine(Folder, "notes.txt"), "mine");

        await using (await StartAsync())
        {
            File.GetUnixFileMode(Folder).ShouldBe(Everybody);
            File.GetUnixFileMode(Path.Combine(Folder, "focusflow.db")).ShouldBe(OwnersFile);
        }
    }

    [Fact]
    public async Task A_second_host_is_told_that_there_is_a_first()
    {
        await using var first = await StartAsync();

        (await RefusalAsync()).ShouldBe($"The data folder {Folder} is in use by another host. Stop it, or name another folder with --data.");
    }

    [Fact]
    public async Task A_file_in_its_place_is_named()
    {
        await File.WriteAllTextAsync(Folder, "a file");

        (await RefusalAsync()).ShouldMatch($"^The data folder {Folder} cannot be used: .*exists");
    }

    [Fact]
    public async Task Where_this_user_may_not_write_it_is_said()
    {
        Assert.SkipUnless(IsUnix, "Windows has no such modes.");

        // No mode stops root; what belongs to the kernel does.
        var closed = Environment.UserName == "root" ? "/sys" : home;
        if (closed == home)
            File.SetUnixFileMode(home, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var refused = await RefusalAsync(Path.Combine(closed, "focusflow"));

        refused.ShouldMatch("^The data folder .* (cannot be used: this user may not read and write there|cannot be written: its file system is read-only)\\.$");
        File.SetUnixFileMode(home, OwnersFolder);
    }

    [Fact]
    public async Task On_a_full_disk_a_first_start_says_so()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here, which is a disk that is always full.");
        Directory.CreateDirectory(Folder);
        File.CreateSymbolicLink(Path.Combine(Folder, "secrets.json.new"), "/dev/full");

        (await RefusalAsync()).ShouldBe($"{Path.Combine(Folder, "secrets.json")} cannot be written: the disk is full.");
    }

    [Fact]
    public async Task On_a_full_disk_a_start_that_has_to_write_says_so() =>
        (await Should.ThrowAsync<StartRefusedException>(() => FocusflowTestApp.StartAsync(options => options with
        {
            DataFolder = Folder,
            Customize = builder => builder.Services.AddHostedService<NoRoomLeft>(),
        }))).Message.ShouldBe($"The database {Path.Combine(Folder, "focusflow.db")} cannot be used. The disk is full.");

    [Theory]
    [InlineData("no database", "The file is no database. Bring it back from a copy, or move it away to begin with an empty one.")]
    [InlineData("a damaged schema", "The database file is damaged. Bring it back from a copy, or move it away to begin with an empty one.")]
    [InlineData("another schema", "SQLite Error 1: 'no such column: partition'.")]
    public async Task A_database_that_is_none_of_ours_is_refused_in_words(string what, string words)
    {
        await using (await StartAsync())
        {
            // The database is made.
        }

        var database = Path.Combine(Folder, "focusflow.db");
        switch (what)
        {
            case "no database":
                await File.WriteAllTextAsync(database, new string('x', 10_000));
                break;
            case "a damaged schema":
                // All but the head: the schema is longer than the first page.
                var bytes = await File.ReadAllBytesAsync(database);
                bytes.AsSpan(4096).Fill(0xff);
                await File.WriteAllBytesAsync(database, bytes);
                break;
            default:
                using (var file = SqliteDatabase.Open(database))
                {
                    await file.WriteAsync(session => session.Execute("DROP TABLE documents_userdata"));
                    await file.WriteAsync(session => session.Execute("CREATE TABLE documents_userdata (something TEXT)"));
                }

                break;
        }

        (await RefusalAsync()).ShouldBe($"The database {database} cannot be used. {words}");
        File.Delete(database); // nobody holds it
    }

    [Fact]
    public async Task Keys_that_cannot_be_read_are_named()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "secrets.json.new")); // a folder where a file is to be written

        (await RefusalAsync()).ShouldStartWith(Path.Combine(Folder, "secrets.json"));
    }

    [Theory]
    [InlineData(28, "cannot be written: the disk is full.")]
    [InlineData(122, "cannot be written: the disk is full.")]
    [InlineData(30, "cannot be written: its file system is read-only.")]
    [InlineData(24, "cannot be opened: this process may not have so many files open (ulimit -n).")]
    [InlineData(5, "cannot be used: something else")]
    public void Causes_are_told_apart(int number, string words)
    {
        FileTrouble.Describe("/data", new IOException("something else", number)).ShouldBe($"/data {words}");
        FileTrouble.IsLocked(new IOException("something else", number)).ShouldBeFalse();
    }

    /// <summary>A disk without a free page, as far as SQLite is concerned, and somebody who needs one at the start.</summary>
    private sealed class NoRoomLeft(SqliteDatabase database) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await database.WriteAsync(session => session.Scalar("PRAGMA max_page_count = 1")); // which makes it what there is
            await database.WriteAsync(session => session.Execute("CREATE TABLE more AS SELECT randomblob(1000000)"));
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private Task<LocalApp> StartAsync(string? folder = null) => FocusflowTestApp.StartAsync(options => options with { DataFolder = folder ?? Folder });

    private async Task<string> RefusalAsync(string? folder = null) => (await Should.ThrowAsync<StartRefusedException>(() => StartAsync(folder))).Message;

    private void ModesAreTheOwners(int expectedFiles)
    {
        File.GetUnixFileMode(Folder).ShouldBe(OwnersFolder);
        var files = Directory.GetFiles(Folder);
        files.Length.ShouldBeGreaterThanOrEqualTo(expectedFiles);
        foreach (var file in files)
            File.GetUnixFileMode(file).ShouldBe(OwnersFile, file);
    }
}
