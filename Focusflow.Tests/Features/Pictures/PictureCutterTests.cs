using System.Buffers.Binary;
using System.Text;
using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Outcomes;
using Shouldly;
using SkiaSharp;
using Xunit;

namespace Focusflow.Tests.Features.Pictures;

public sealed class PictureCutterTests
{
    /// <summary>Which quarter is seen where, left above first, for each way in which a camera may be held (EXIF 1 to 8).</summary>
    public static TheoryData<int, string> Turned => new()
    {
        { 1, "0123" }, { 2, "1032" }, { 3, "3210" }, { 4, "2301" }, { 5, "0213" }, { 6, "2031" }, { 7, "3120" }, { 8, "1302" },
    };

    [Theory]
    [MemberData(nameof(Turned))]
    public void A_picture_is_turned_upright(int orientation, string seen)
    {
        var cut = Cut(SamplePictures.Jpeg(800, 800, orientation));

        foreach (var file in new[] { cut.Large, cut.Small })
            Seen(file).ShouldBe(seen);
    }

    [Theory]
    [InlineData(1600, 600)]
    [InlineData(600, 1600)]
    [InlineData(17, 16)]
    [InlineData(16, 1500)]
    [InlineData(512, 512)]
    [InlineData(4000, 3000)]
    public void The_middle_is_cut_out_square_in_two_sizes_of_every_kind(int width, int height)
    {
        foreach (var file in new[] { SamplePictures.Png(width, height), SamplePictures.Jpeg(width, height), SamplePictures.WebP(width, height) })
        {
            var cut = Cut(file);

            using var large = SKBitmap.Decode(cut.Large);
            using var small = SKBitmap.Decode(cut.Small);
            (large.Width, large.Height, small.Width, small.Height).ShouldBe((512, 512, 96, 96));
            Seen(cut.Large).ShouldBe("0123");
            Seen(cut.Small).ShouldBe("0123");
        }
    }

    [Fact]
    public void Nothing_is_left_of_what_the_file_told_besides()
    {
        byte[] png = [.. SamplePictures.Png(64, 64)[..33], .. SamplePictures.Chunk("tEXt", Encoding.ASCII.GetBytes("Comment\0taken at home")), .. SamplePictures.Png(64, 64)[33..]];

        foreach (var file in new[] { SamplePictures.Jpeg(64, 64, 6), png })
        {
            var cut = Cut(file);
            foreach (var part in new[] { cut.Large, cut.Small })
            {
                ChunksOf(part).ShouldBeSubsetOf(["VP8 ", "VP8L", "VP8X", "ALPH"]);
                Encoding.Latin1.GetString(part).ShouldNotContain("home");
            }
        }
    }

    [Fact]
    public void What_is_clear_stays_clear()
    {
        using var clear = new SKBitmap(64, 64, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var data = clear.Encode(SKEncodedImageFormat.Png, 100);

        using var cut = SKBitmap.Decode(Cut(data.ToArray()).Large);

        cut.GetPixel(200, 200).Alpha.ShouldBe((byte)0);
    }

    [Theory]
    [InlineData(1, 1, "too small")]
    [InlineData(15, 400, "too small")]
    [InlineData(20_000, 20_000, "too many pixels")]
    [InlineData(16_385, 100, "too many pixels")]
    [InlineData(6_000, 4_001, "too many pixels")]
    public void Too_small_and_too_large_is_refused_in_a_sentence(int width, int height, string words)
    {
        var problem = PictureCutter.Cut(SamplePictures.Bomb(width, height)).Problem!;

        (problem.Kind, problem.Code).ShouldBe((ProblemKind.Invalid, ProblemCodes.ValidationFailed));
        problem.Detail.ShouldContain(words);
        problem.Detail.ShouldEndWith(".");
    }

    [Fact]
    public void The_largest_that_is_accepted_is_cut() => Cut(SamplePictures.Bomb(6_000, 4_000)).Large.ShouldNotBeEmpty();

    [Fact]
    public void What_is_cut_off_within_is_refused()
    {
        // Whole from the outside, but with half of the rows.
        var half = SamplePictures.Bomb(64, 64);
        BinaryPrimitives.WriteInt32BigEndian(half.AsSpan(20), 128);
        byte[] mended = [.. half[..8], .. SamplePictures.Chunk("IHDR", half[16..29]), .. half[33..]];

        PictureFile.Complaint(mended, null).ShouldBeNull();
        PictureCutter.Cut(mended).Problem!.Detail.ShouldBe("The picture is cut off or damaged.");
    }

    private static CutPicture Cut(byte[] file)
    {
        PictureFile.Complaint(file, null).ShouldBeNull();
        return PictureCutter.Cut(file).Value;
    }

    private static string Seen(byte[] file)
    {
        using var picture = SKBitmap.Decode(file);
        var (near, far) = (picture.Width / 4, picture.Width * 3 / 4);
        return string.Concat(new[] { (near, near), (far, near), (near, far), (far, far) }.Select(at => NearestOf(picture.GetPixel(at.Item1, at.Item2))));
    }

    private static int NearestOf(SKColor colour) => Enumerable.Range(0, 4).MinBy(i =>
        Math.Abs(SamplePictures.Quarters[i].Red - colour.Red) + Math.Abs(SamplePictures.Quarters[i].Green - colour.Green) + Math.Abs(SamplePictures.Quarters[i].Blue - colour.Blue));

    private static IEnumerable<string> ChunksOf(byte[] webP)
    {
        for (var at = 12; at < webP.Length; at += 8 + ((BinaryPrimitives.ReadInt32LittleEndian(webP.AsSpan(at + 4)) + 1) & ~1))
            yield return Encoding.ASCII.GetString(webP, at, 4);
    }
}
