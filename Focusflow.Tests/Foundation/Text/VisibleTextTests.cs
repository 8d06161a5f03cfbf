using Focusflow.Core.Foundation.Text;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Text;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("a\u200Bb")] // zero width space
    [InlineData("a\u2060b")] // word joiner
    [InlineData("\u202Eabc")] // right-to-left override
    [InlineData("abc\u2066")]
    [InlineData("\u3164")] // a Hangul filler
    [InlineData("\u115F\u1160")]
    [InlineData("a\U000E0041")] // a tag character
    [InlineData("\uFEFFa")]
    [InlineData("so\u00ADft")]
    [InlineData("a\u034Fb")]
    [InlineData("a\nb")]
    [InlineData("a\u2028b")]
    [InlineData("a\u0085b")]
    [InlineData("ab\u200Dc")] // a joiner that joins nothing
    [InlineData("\u200Cab")]
    [InlineData("a\uFE0F")]
    [InlineData("a\uFE00")]
    [InlineData("a\U000E01EF")]
    [InlineData("\uFFF9a")]
    [InlineData("a\uFFFB")]
    [InlineData("ن\u200Ca")] // Arabic on one side only
    [InlineData("a\u200Cن")]
    [InlineData("ن\u200C ")]
    [InlineData("💻\u200Da")]
    [InlineData("a\u200D💻")]
    public void What_hides_or_reverses_is_refused(string text) =>
        VisibleText.Complaint(text)!.ShouldStartWith("must not hold invisible or reversing characters (U+");

    [Theory]
    [InlineData(" ")]
    [InlineData("\u2003\u00A0")]
    [InlineData("\u2800")]
    [InlineData("\u0301")]
    public void What_is_only_blank_is_refused(string text)
    {
        VisibleText.Complaint(text).ShouldBe("must hold something to be seen");
        VisibleText.IsBlank(text).ShouldBeTrue();
    }

    [Theory]
    [InlineData("José")]
    [InlineData("Jose\u0301")]
    [InlineData("نمی\u200Cخواهم")] // Persian
    [InlineData("क्\u200Dष")] // Hindi
    [InlineData("👩\u200D💻")]
    [InlineData("👩🏽\u200D💻")]
    [InlineData("🏳\uFE0F\u200D🌈")]
    [InlineData("❤\uFE0F")]
    [InlineData("1\uFE0F\u20E3")]
    [InlineData("葛\U000E0100城")] // an ideograph in the form of a family's name
    [InlineData("O'Neill-Smith Jr.")]
    [InlineData("\u0600\u200C\u08FF")] // the first and the last of the Arabic blocks
    [InlineData("葛\uFE00城")]
    [InlineData("葛\U000E01EF城")]
    public void What_is_to_be_seen_is_taken(string text)
    {
        VisibleText.Complaint(text).ShouldBeNull();
        VisibleText.Clean(text).ShouldBe(text);
    }

    [Theory]
    [InlineData("\u202EAnn\u200B", "Ann")]
    [InlineData("\u3164", "")]
    [InlineData(" \u2800 ", "")]
    public void A_name_from_elsewhere_is_cleaned(string text, string clean) => VisibleText.Clean(text).ShouldBe(clean);
}
