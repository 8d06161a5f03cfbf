using System.Text;
using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Outcomes;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Pictures;

public sealed class PictureFileTests
{
    public static TheoryData<string> Kinds => ["image/png", "image/jpeg", "image/webp"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_picture_is_what_it_says_it_is(string type)
    {
        PictureFile.Complaint(Sample(type), type).ShouldBeNull();
        PictureFile.Complaint(Sample(type), type.ToUpperInvariant()).ShouldBeNull();
        PictureFile.Complaint(Sample(type), null).ShouldBeNull();
        foreach (var other in PictureFile.MediaTypes.Except([type]))
            PictureFile.Complaint(Sample(type), other)!.Kind.ShouldBe(ProblemKind.Invalid);
    }

    /// <summary>Cut off anywhere, it is refused, mostly before anything decodes it.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_picture_that_is_cut_off_is_refused(string type)
    {
        var whole = Sample(type);
        for (var length = 0; length < whole.Length; length += Math.Max(1, whole.Length / 97))
        {
            var cut = whole[..length];
            (PictureFile.Complaint(cut, type) ?? PictureCutter.Cut(cut).Problem).ShouldNotBeNull($"{length} of {whole.Length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_picture_that_is_something_else_as_well_is_refused(string type)
    {
        foreach (var behind in new[] { "PK\u0003\u0004", "<script>alert(1)</script>", "%PDF-1.7", "x" })
            PictureFile.Complaint([.. Sample(type), .. Encoding.ASCII.GetBytes(behind)], type)!.Detail.ShouldBe("There is something else behind the picture in the file.");
    }

    [Fact]
    public void Cameras_put_a_second_picture_and_zeros_behind_a_jpeg()
    {
        var sample = Sample("image/jpeg");

        PictureFile.Complaint([.. sample, .. sample, 0, 0, .. sample], "image/jpeg").ShouldBeNull();
        PictureFile.Complaint([.. sample, 0, 0, 0], "image/jpeg").ShouldBeNull();
        PictureFile.Complaint([.. sample, .. sample, .. "PK"u8], "image/jpeg").ShouldNotBeNull();
        PictureFile.Complaint([.. Sample("image/png"), .. sample], "image/png").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>")]
    [InlineData("GIF89a")]
    [InlineData("BM")]
    [InlineData("")]
    [InlineData("RIFF")]
    [InlineData("RIFF\0\0\0\0WAVEfmt \u0010")]
    public void What_is_no_such_picture_is_refused_whatever_it_is_said_to_be(string text)
    {
        foreach (var type in PictureFile.MediaTypes)
            PictureFile.Complaint(Encoding.Latin1.GetBytes(text), type).ShouldBe(PictureFile.Complaint([], null));
        PictureFile.Complaint(Encoding.Latin1.GetBytes(text), "image/svg+xml")!.Kind.ShouldBe(ProblemKind.UnsupportedMediaType);
    }

    [Fact]
    public void Five_megabytes_are_taken_and_one_byte_more_is_not()
    {
        var file = new byte[PictureFile.MostBytes];
        Sample("image/png").CopyTo(file, 0);

        PictureFile.Complaint(file, "image/png").ShouldBeNull();
        PictureFile.Complaint([.. file, 0], "image/png")!.Kind.ShouldBe(ProblemKind.TooLarge);
    }

    [Fact]
    public void A_jpeg_that_is_painted_over_and_over_again_is_refused()
    {
        var sample = Sample("image/jpeg");
        var scan = sample.AsSpan().IndexOf([(byte)0xff, (byte)0xda]);
        byte[] many = [.. sample[..scan], .. Enumerable.Repeat(sample[scan..^2], 65).SelectMany(one => one), .. sample[^2..]];

        PictureFile.Complaint(many, "image/jpeg").ShouldNotBeNull();
    }

    /// <summary>Whatever is sent ends in a picture or a sentence, never in an exception.</summary>
    [Fact]
    public void Damaged_files_end_in_a_picture_or_a_sentence() => Seeded.Runs(200, random =>
    {
        foreach (var type in PictureFile.MediaTypes)
        {
            var file = Sample(type).ToArray();
            for (var damage = random.Next(1, 8); damage > 0; damage--)
                file[random.Next(file.Length)] = (byte)random.Next(256);
            if (PictureFile.Complaint(file, null) is null)
                _ = PictureCutter.Cut(file);
        }
    });

    private static byte[] Sample(string type) => type switch
    {
        "image/png" => SamplePictures.Png(40, 30),
        "image/jpeg" => SamplePictures.Jpeg(40, 30),
        _ => SamplePictures.WebP(40, 30),
    };
}
