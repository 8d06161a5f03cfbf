using System.Diagnostics;
using Focusflow.Core.Features.Pictures;
using Focusflow.LocalRuntime.Features.Blobs;
using Focusflow.Tests.Infrastructure;
using Focusflow.Tests.Suite;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Pictures;

/// <summary>The memory of the whole process, so with no other test beside it.</summary>
[Collection(AloneCollection.Name)]
public sealed class PictureMemoryTests
{
    private const int Users = 12;
    private const long Megabyte = 1024 * 1024;

    /// <summary>A picture of 24 million pixels takes 96 MB while it is decoded; a dozen at the same time take no more.</summary>
    [Fact]
    public async Task A_flood_of_the_largest_pictures_takes_the_memory_of_one()
    {
        var peak = await PeakOfAsync(SamplePictures.Bomb(6_000, 4_000), isTaken: true);

        peak.ShouldBeLessThan(260 * Megabyte, $"{peak / Megabyte} MB");
    }

    [Fact]
    public async Task What_is_too_large_takes_none()
    {
        var peak = await PeakOfAsync(SamplePictures.Bomb(20_000, 20_000), isTaken: false);

        peak.ShouldBeLessThan(60 * Megabyte, $"{peak / Megabyte} MB");
    }

    private static async Task<long> PeakOfAsync(byte[] file, bool isTaken)
    {
        using var folder = new TemporaryFolder();
        var shelf = new PictureShelf(new FolderBlobs(Path.Combine(folder.Path, "pictures")), NullLogger<PictureShelf>.Instance);
        await shelf.KeepAsync("warm", new SentPicture(SamplePictures.Png(64, 64), null), "");
        GC.Collect();
        var (before, most) = (Resident(), 0L);

        var sending = Task.WhenAll(Enumerable.Range(0, Users).Select(user => shelf.KeepAsync($"user-{user}", new SentPicture(file, "image/png"), "")));
        while (!sending.IsCompleted)
        {
            most = Math.Max(most, Resident());
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        (await sending).ShouldAllBe(outcome => outcome.Problem == null == isTaken);
        return most - before;
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
