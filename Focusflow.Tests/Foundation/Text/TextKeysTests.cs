using System.Text;
using Focusflow.Core.Foundation.Text;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Text;

public sealed class TextKeysTests
{
    [Theory]
    [InlineData("Δρόμος", "ΔΡΌΜΟΣ")]
    [InlineData("caf\u00E9", "cafe\u0301")]
    [InlineData("CAF\u00C9", "cafe\u0301")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("I\u0307stanbul", "İSTANBUL")]
    [InlineData("Straße", "STRASSE")]
    [InlineData("STRAẞE", "strasse")]
    [InlineData("ﬁle", "FILE")]
    [InlineData("\u212Bngström", "ångström")]
    [InlineData("q\u0323\u0307", "Q\u0307\u0323")] // marks in another order
    [InlineData("한글", "\u1112\u1161\u11AB\u1100\u1173\u11AF")]
    [InlineData("ma\u00ADny", "many")] // a soft hyphen
    [InlineData("\u1E9B\u0323", "\u1E69")] // a long s
    [InlineData("ᏸ", "Ᏸ")]
    public void What_reads_the_same_has_one_key(string one, string other) => TextKeys.Of(one).ShouldBe(TextKeys.Of(other));

    [Theory]
    [InlineData("cafe", "café")]
    [InlineData("a", "а")] // a Cyrillic one
    [InlineData("ı", "i")]
    [InlineData("i\u0323", "i")]
    [InlineData("x\u0307", "x")]
    public void What_reads_differently_has_not(string one, string other) => TextKeys.Of(one).ShouldNotBe(TextKeys.Of(other));

    /// <summary>Composing, decomposing, changing case and reordering marks leaves the key alone, whatever the characters.</summary>
    [Fact]
    public void A_key_is_the_key_of_all_spellings() => Seeded.Runs(40, random =>
    {
        for (var run = 0; run < 200; run++)
        {
            var text = RandomTexts.Next(random);
            var key = TextKeys.Of(text);
            TextKeys.Of(key).ShouldBe(key, text);
            var decomposed = Normalization.ToText(Normalization.Decomposed(text));
            TextKeys.Of(decomposed).ShouldBe(key, text);
            TextKeys.Of(Normalization.Composed(text)).ShouldBe(key, text);
            TextKeys.Of(text.ToLowerInvariant()).ShouldBe(key, text);
            Normalization.Composed(decomposed).ShouldBe(Normalization.Composed(text));
            Normalization.ToText(Normalization.Decomposed(Normalization.Composed(text))).ShouldBe(decomposed);
        }
    });

    [Fact]
    public void Titles_sort_by_their_letters_then_by_accents_and_case() =>
        new[] { "zebra", "Äpfel", "apfel", "Apfel", "Öl", "ozean", "éa", "Eb", "ea", "résumé", "Resume", "resume", "resumes", "Zoë", "2" }
            .OrderBy(TextKeys.ForSorting, StringComparer.Ordinal)
            .ShouldBe(["2", "apfel", "Apfel", "Äpfel", "ea", "éa", "Eb", "Öl", "ozean", "resume", "Resume", "résumé", "resumes", "zebra", "Zoë"]);

    /// <summary>Where the runtime can ask ICU, the table must say what it says; elsewhere these samples of it do.</summary>
    [Theory]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\u0958", "\u0915\u093C")] // never composed
    [InlineData("\u2126", "\u03A9")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("a\u0315\u0300\u05AE\u0300b", "\u00E0\u05AE\u0300\u0315b")]
    [InlineData("\u0041\u030A", "\u00C5")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    [InlineData("\uFB1D", "\u05D9\u05B4")]
    public void Composed_text_is_form_C(string text, string composed) => Normalization.Composed(text).ShouldBe(composed);

    [Fact]
    public void Half_a_character_harms_nothing() => TextKeys.Of("a\uD800b").ShouldBe($"a{Rune.ReplacementChar}b");
}
