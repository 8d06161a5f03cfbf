using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Input;

public sealed class ParameterSpellingTests
{
    private static readonly string[] Known = ["tags", "due_from", "q"];

    [Theory]
    [InlineData("tags[0]", "write tags=a,b or tags=a&tags=b")]
    [InlineData("tags[12]", "write tags=a,b or tags=a&tags=b")]
    [InlineData("tags.0", "write tags")]
    [InlineData("tags[any]", "write tags")]
    [InlineData("filter[tags]", "write tags")]
    [InlineData("filter.due_from", "write due_from")]
    [InlineData("dueFrom", "write due_from")]
    [InlineData("DueFrom", "write due_from")]
    [InlineData("due-from", "write due_from")]
    [InlineData("due_from[gte]", "write due_from")]
    public void A_known_parameter_in_another_spelling_is_told_the_right_one(string sent, string told) =>
        ParameterSpelling.FindWrong(["q", sent], Known).ShouldBe((sent, "is not a parameter; " + told));

    [Theory]
    [InlineData("tags")]
    [InlineData("tags[]")]
    [InlineData("Due_From")]
    [InlineData("utm_source")]
    [InlineData("tag")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("[0]")]
    [InlineData("...")]
    public void What_is_right_or_nothing_of_ours_is_left_alone(string sent) => ParameterSpelling.FindWrong([sent], Known).ShouldBeNull();

    [Fact]
    public void A_reader_tells_it_with_everything_else_that_is_wrong()
    {
        var reader = new ParameterReader(name => name == "done" ? ["maybe"] : [], UserCalendar.Utc) { Names = ["done", "tags[0]", "other[0]"] };

        reader.Flag("done");
        reader.List("tags", 10, 10);

        reader.Problem!.Errors!.Keys.ShouldBe(["done", "tags[0]"], ignoreOrder: true);
        reader.Problem.Detail.ShouldContain("tags[0] is not a parameter; write tags=a,b or tags=a&tags=b.");
    }
}
