using System.Buffers.Binary;
using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Features.Pictures;

/// <summary>
/// A file that says it is a picture, looked at from the outside before anything decodes it: what it is, that it is whole, and that
/// there is nothing behind it.
/// </summary>
public static class PictureFile
{
    /// <summary>The most bytes of a file: 5 MB.</summary>
    public const int MostBytes = 5 * 1024 * 1024;

    // A photograph saved for the web has about ten; each one more is as much work as a whole picture.
    private const int MostScans = 64;

    /// <summary>The media types that are taken.</summary>
    public static IReadOnlyList<string> MediaTypes { get; } = ["image/png", "image/jpeg", "image/webp"];

    /// <summary>Refuses a file that is no such picture, or that is not what it is said to be.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mediaType">What it is said to be, without parameters; null when nothing was said.</param>
    public static Problem? Complaint(ReadOnlySpan<byte> file, string? mediaType)
    {
        if (mediaType is not null && !MediaTypes.Contains(mediaType, StringComparer.OrdinalIgnoreCase))
            return new Problem(ProblemCodes.UnsupportedMediaType, $"A picture must be PNG, JPEG or WebP, not {mediaType}.");
        if (file.Length > MostBytes)
            return new Problem(ProblemCodes.BodyTooLarge, "The picture is too large; at most 5 MB are accepted.");
        if (TypeOf(file) is not { } type)
            return PictureProblems.NoPicture;
        if (mediaType is not null && !type.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
            return PictureProblems.Refused($"The picture is {Name(type)}, but is said to be {Name(mediaType.ToLowerInvariant())}.");
        var end = type switch
        {
            "image/png" => EndOfPng(file),
            "image/webp" => EndOfWebP(file),
            _ => EndOfJpeg(file),
        };
        if (end < 0)
            return PictureProblems.Broken;

        // Cameras put smaller ones behind a JPEG, and zeros in between.
        var rest = file[end..].TrimStart((byte)0);
        while (type == "image/jpeg" && TypeOf(rest) == type && EndOfJpeg(rest) is > 0 and var next)
            rest = rest[next..].TrimStart((byte)0);
        return rest.IsEmpty ? null : PictureProblems.Refused("There is something else behind the picture in the file.");
    }

    private static string Name(string type) => type switch { "image/png" => "PNG", "image/jpeg" => "JPEG", "image/webp" => "WebP", _ => type };

    private static string? TypeOf(ReadOnlySpan<byte> file) =>
        file.Length > 8 && file[0] == 0x89 && file[1..8].SequenceEqual("PNG\r\n\u001a\n"u8) ? "image/png"
        : file.Length > 3 && file[0] == 0xff && file[1] == 0xd8 && file[2] == 0xff ? "image/jpeg"
        : file.Length > 16 && file.StartsWith("RIFF"u8) && file[8..12].SequenceEqual("WEBP"u8) ? "image/webp"
        : null;

    private static int EndOfPng(ReadOnlySpan<byte> file)
    {
        for (var at = 8L; at + 12 <= file.Length;)
        {
            var next = at + 12 + BinaryPrimitives.ReadUInt32BigEndian(file[(int)at..]);
            if (file.Slice((int)at + 4, 4).SequenceEqual("IEND"u8))
                return next <= file.Length ? (int)next : -1;
            at = next;
        }

        return -1;
    }

    private static int EndOfWebP(ReadOnlySpan<byte> file)
    {
        var end = 8L + BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        return end <= file.Length ? (int)end : -1;
    }

    // Segments have a length; the coded picture after a "start of scan" goes on to the next marker that is none of its own.
    private static int EndOfJpeg(ReadOnlySpan<byte> file)
    {
        var scans = 0;
        for (var at = 2; at + 2 <= file.Length;)
        {
            if (file[at] != 0xff)
                return -1;
            var marker = file[at + 1];
            if (marker == 0xff)
            {
                at++; // filling
                continue;
            }

            if (marker == 0xd9)
                return at + 2;
            if (at + 4 > file.Length || (marker == 0xda && ++scans > MostScans))
                return -1;
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            while (marker == 0xda && at + 1 < file.Length && (file[at] != 0xff || file[at + 1] is 0 or (>= 0xd0 and <= 0xd7)))
            {
                var found = file[(at + 1)..].IndexOf((byte)0xff);
                if (found < 0)
                    return -1;
                at += 1 + found;
            }
        }

        return -1;
    }
}
