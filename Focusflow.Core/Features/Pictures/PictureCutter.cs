using Focusflow.Core.Foundation.Outcomes;
using SkiaSharp;

namespace Focusflow.Core.Features.Pictures;

/// <summary>A picture cut to a square in two sizes, as WebP with nothing in it but the picture.</summary>
/// <param name="Large"><see cref="PictureCutter.LargeSide"/> pixels wide and high.</param>
/// <param name="Small"><see cref="PictureCutter.SmallSide"/> pixels wide and high.</param>
public sealed record CutPicture(byte[] Large, byte[] Small);

/// <summary>
/// Decodes pictures within limits, turns them upright, cuts the middle out as a square and writes it anew. What a client has sent is
/// never given to anybody: a file may be a picture and something else at the same time, and tell where it was taken.
/// </summary>
public static class PictureCutter
{
    /// <summary>The side of the large picture, in pixels.</summary>
    public const int LargeSide = 512;

    /// <summary>The side of the small one.</summary>
    public const int SmallSide = 96;

    /// <summary>The fewest pixels of a side.</summary>
    public const int LeastSide = 16;

    /// <summary>The most pixels of a side.</summary>
    public const int MostSide = 16_384;

    /// <summary>The most pixels in all: those of a good camera. A PNG of so many takes 96 MB while it is decoded.</summary>
    public const int MostPixels = 24_000_000;

    private const int Quality = 85;

    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    /// <summary>Cuts a picture whose file was looked at (<see cref="PictureFile"/>); 422 in a sentence when it cannot be done.</summary>
    public static Outcome<CutPicture> Cut(ReadOnlySpan<byte> file)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null)
            return PictureProblems.Broken;

        // Of the header alone; nothing is decoded yet.
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width < LeastSide || height < LeastSide)
            return PictureProblems.Refused($"The picture is too small: {width} x {height} pixels. It must have at least {LeastSide} x {LeastSide}.");
        if (width > MostSide || height > MostSide || (long)width * height > MostPixels)
            return PictureProblems.Refused($"The picture has too many pixels: {width} x {height}. At most {MostPixels / 1_000_000} million are accepted, {MostSide:N0} a side.");

        // JPEG and WebP are made smaller while they are decoded, by eighths.
        var size = codec.GetScaledDimensions(Math.Min(1, MathF.Ceiling(8f * LargeSide / Math.Min(width, height)) / 8));
        using var decoded = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        if (codec.GetPixels(decoded.Info, decoded.GetPixels()) != SKCodecResult.Success)
            return PictureProblems.Broken;
        decoded.SetImmutable();
        using var whole = SKImage.FromBitmap(decoded);
        using var large = Square(whole, LargeSide, Turn(codec.EncodedOrigin));
        using var middle = SKImage.FromBitmap(large);
        using var small = Square(middle, SmallSide, SKMatrix.Identity);
        return new CutPicture(Encode(large), Encode(small));
    }

    // The middle of the whole as a square. Turned about its own middle it stays the same part of the picture.
    private static SKBitmap Square(SKImage whole, int side, SKMatrix turn)
    {
        // Without a colour space, which would be written into the file: what has none is sRGB to everybody.
        var square = new SKBitmap(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(square);
        canvas.Clear(SKColors.Transparent);
        canvas.Translate(side / 2f, side / 2f);
        canvas.Concat(in turn);
        canvas.Scale((float)side / Math.Min(whole.Width, whole.Height));
        canvas.DrawImage(whole, -whole.Width / 2f, -whole.Height / 2f, Smooth);
        canvas.Flush();
        square.SetImmutable();
        return square;
    }

    /// <summary>How a picture is turned about its middle to stand upright, by what its file says (EXIF).</summary>
    private static SKMatrix Turn(SKEncodedOrigin origin) => origin switch
    {
        SKEncodedOrigin.TopRight => Turn(-1, 0, 0, 1),
        SKEncodedOrigin.BottomRight => Turn(-1, 0, 0, -1),
        SKEncodedOrigin.BottomLeft => Turn(1, 0, 0, -1),
        SKEncodedOrigin.LeftTop => Turn(0, 1, 1, 0),
        SKEncodedOrigin.RightTop => Turn(0, -1, 1, 0),
        SKEncodedOrigin.RightBottom => Turn(0, -1, -1, 0),
        SKEncodedOrigin.LeftBottom => Turn(0, 1, -1, 0),
        _ => SKMatrix.Identity,
    };

    private static SKMatrix Turn(float xOfX, float xOfY, float yOfX, float yOfY) => new(xOfX, xOfY, 0, yOfX, yOfY, 0, 0, 0, 1);

    private static byte[] Encode(SKBitmap picture)
    {
        using var encoded = picture.Encode(SKEncodedImageFormat.Webp, Quality);
        return encoded.ToArray();
    }
}
