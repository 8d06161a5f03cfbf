using System.Xml.Linq;
using Focusflow.Core.Features.Pictures;
using Focusflow.Tests.Foundation.Text;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Pictures;

public sealed class DrawnPictureTests
{
    [Theory]
    [InlineData("Ann Example", "AE")]
    [InlineData("ann", "A")]
    [InlineData("  ann  maria   van example ", "AE")]
    [InlineData("Žofie Ł", "ŽŁ")]
    [InlineData("<b>Eve</b> & \"Co\"", "BC")]
    [InlineData("王 小明", "王小")]
    [InlineData("𐐨da", "𐐀")]
    [InlineData("7 of 9", "79")]
    [InlineData("--- !!!", "")]
    [InlineData("", "")]
    public void The_initials_are_letters_of_the_name(string name, string letters)
    {
        DrawnPicture.Initials(name).ShouldBe(letters);
        var drawn = XDocument.Parse(DrawnPicture.Draw(DrawnPicture.NameOf("some-id", name))!).Root!;
        drawn.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ShouldBe(letters.Length > 0 ? [letters] : []);
    }

    /// <summary>Whatever somebody is called, there is a picture, the same each time, and nothing in it that runs or asks for something.</summary>
    [Fact]
    public void Every_name_has_a_picture_of_its_own() => Seeded.Runs(500, random =>
    {
        var (id, called) = ($"{random.Next(50)}", RandomTexts.Next(random));
        var name = DrawnPicture.NameOf(id, called);
        name.ShouldBe(DrawnPicture.NameOf(id, called));
        DrawnPicture.Is(name).ShouldBeTrue(name);
        var drawn = DrawnPicture.Draw(name).ShouldNotBeNull(name);
        drawn.ShouldBe(DrawnPicture.Draw(name));
        XDocument.Parse(drawn).Descendants().Select(element => element.Name.LocalName).ShouldBeSubsetOf(["svg", "rect", "path", "text", "g", "circle"]);
    });

    [Theory]
    [InlineData("1f3a90c2-3c73.svg")] // "<s"
    [InlineData("1f3a90c2-2241.svg")] // a quote
    [InlineData("1f3a90c2-414141.svg")] // three letters
    [InlineData("1f3a90c2-6161.svg")] // small ones
    [InlineData("1f3a90c2-ff.svg")] // no UTF-8
    [InlineData("1f3a90c2-e280ae.svg")] // an override of direction
    [InlineData("1F3A90C2.svg")]
    [InlineData("1f3a90c2.svg.svg")]
    [InlineData("avatar-.png")]
    [InlineData("avatar-1.exe")]
    [InlineData("")]
    public void A_name_that_nobody_would_have_is_none(string name) => DrawnPicture.Draw(name).ShouldBeNull();

    [Fact]
    public void The_pictures_that_frontends_bring_along_are_drawn_each_in_its_way() =>
        Enumerable.Range(1, 8).Select(number => DrawnPicture.Draw($"avatar-{number}.png")).Distinct().Count().ShouldBe(8);
}
