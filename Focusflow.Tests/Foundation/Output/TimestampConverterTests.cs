using System.Text.Json;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Output;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Output;

public sealed class TimestampConverterTests
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new TimestampConverter() } };

    [Fact]
    public void Writes_what_timestamps_are_written_as() => Seeded.Runs(500, random =>
    {
        // Most have fewer decimals than there is room for.
        var instant = new DateTimeOffset(random.NextInt64(DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
        var unit = (long)Math.Pow(10, random.Next(0, 11));
        instant = new DateTimeOffset(instant.Ticks / unit * unit, TimeSpan.Zero);

        JsonSerializer.Serialize(instant, Options).ShouldBe($"\"{Timestamps.Write(instant)}\"");
    });
}
