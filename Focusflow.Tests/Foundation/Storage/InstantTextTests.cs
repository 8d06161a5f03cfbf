using System.Text.Json;
using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

public sealed class InstantTextTests
{
    private static readonly JsonSerializerOptions Stored = new() { Converters = { new StoredInstantConverter() } };

    [Theory]
    [InlineData("0001-01-01T00:00:00.0000000Z")]
    [InlineData("2025-09-29T17:00:00.0000000Z")]
    [InlineData("2025-09-29T17:00:00.1234567Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    public void An_instant_survives_as_sortable_text(string text)
    {
        var instant = InstantText.Parse(text);
        instant.Offset.ShouldBe(TimeSpan.Zero);
        InstantText.ToSortable(instant).ShouldBe(text);
        JsonSerializer.Serialize(instant, Stored).ShouldBe($"\"{text}\"");
        JsonSerializer.Deserialize<DateTimeOffset>($"\"{text}\"", Stored).ShouldBe(instant);
        JsonSerializer.Deserialize<DateTimeOffset>($"\"{text.Replace("Z", "\\u005A")}\"", Stored).ShouldBe(instant);
    }

    [Fact]
    public void Any_offset_is_stored_as_UTC() =>
        InstantText.ToSortable(new DateTimeOffset(2025, 9, 29, 1, 0, 0, TimeSpan.FromHours(2))).ShouldBe("2025-09-28T23:00:00.0000000Z");
}
