using Focusflow.Core.Foundation.Blobs;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Sharing;
using Focusflow.Core.Foundation.Storage;
using Microsoft.Extensions.Logging;

namespace Focusflow.Core.Features.Pictures;

/// <summary>A picture as it was sent.</summary>
/// <param name="File">The file.</param>
/// <param name="MediaType">What it is said to be; null when nothing was said.</param>
public sealed record SentPicture(ReadOnlyMemory<byte> File, string? MediaType);

/// <summary>
/// The pictures that users have sent. Cutting one is expensive, so one is cut at a time, in fair turns
/// (<see cref="SharedWork"/>): memory holds one decoded picture, and nobody waits for somebody else's many.
/// </summary>
/// <param name="blobs">Keeps the files.</param>
/// <param name="log">Logs what is left behind.</param>
public sealed partial class PictureShelf(IBlobStore blobs, ILogger<PictureShelf> log)
{
    /// <summary>The media type of pictures that are kept.</summary>
    public const string MediaType = "image/webp";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly Problem NoPlace = new(ProblemCodes.StoreUnavailable, "There is no place here to keep pictures in.");
    private static readonly Problem TooMany = new(ProblemCodes.RateLimited, "Too many pictures at once. Wait until the others are there.");

    private static readonly Problem Busy = new(ProblemCodes.Overloaded, "Too many pictures are sent right now. Try again in a moment.")
    {
        RetryAfter = LongestWait,
    };

    private readonly SharedWork cutting = new(1, LongestWait, Busy, TooMany);

    /// <summary>Cuts a picture and keeps it; gives its address. The same file again is the picture that is there.</summary>
    /// <param name="userId">Whose it is.</param>
    /// <param name="sent">The file as it was sent.</param>
    /// <param name="current">The address of the user's picture so far.</param>
    /// <param name="cancellation">Ends the wait for a turn.</param>
    public async Task<Outcome<string>> KeepAsync(
        string userId, SentPicture sent, string current, CancellationToken cancellation = default)
    {
        var file = sent.File;
        if (PictureFile.Complaint(file.Span, sent.MediaType) is { } refused)
            return refused;
        if (!blobs.CanKeep)
            return NoPlace;
        var (name, beginning) = PictureName.New(userId, file.Span);
        if (PictureName.In(current)?.StartsWith(beginning, StringComparison.Ordinal) == true)
            return current;
        var cut = await cutting.RunAsync(Claimant.Of(userId), () => Task.FromResult(PictureCutter.Cut(file.Span)), isFree: false, cancellation);
        if (!cut.Succeeded(out var picture, out var problem))
            return problem;
        await blobs.PutAsync(PictureName.SmallOf(name), picture.Small, MediaType, cancellation);
        await blobs.PutAsync(name, picture.Large, MediaType, cancellation);
        return PictureName.Folder + name;
    }

    /// <summary>The file of a name; null when there is none.</summary>
    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellation = default) => blobs.ReadAsync(name, cancellation);

    /// <summary>
    /// Removes the picture of an address, if it is one that is kept here. What cannot be removed now is left until the user's
    /// account is deleted; nobody knows its name.
    /// </summary>
    public async Task RemoveAsync(string address)
    {
        if (PictureName.In(address) is not { } name || !PictureName.Is(name))
            return;
        try
        {
            await blobs.DeleteAsync(PictureName.LargeOf(name), CancellationToken.None);
            await blobs.DeleteAsync(PictureName.SmallOf(PictureName.LargeOf(name)), CancellationToken.None);
        }
        catch (StoreUnavailableException error)
        {
            LeftBehind(error);
        }
    }

    /// <summary>The names of all that is kept of a user, also what was left behind.</summary>
    public Task<IReadOnlyList<string>> ListAsync(string userId, CancellationToken cancellation = default) =>
        blobs.ListAsync(PictureName.MarkOf(userId), cancellation);

    /// <summary>Removes all that is kept of a user; gives how many files.</summary>
    public async Task<int> RemoveAllAsync(string userId, CancellationToken cancellation = default)
    {
        var names = await ListAsync(userId, cancellation);
        foreach (var name in names)
            await blobs.DeleteAsync(name, cancellation);
        return names.Count;
    }

    [LoggerMessage(1, LogLevel.Warning, "A picture that was replaced could not be removed; it goes with its user")]
    private partial void LeftBehind(Exception error);
}
