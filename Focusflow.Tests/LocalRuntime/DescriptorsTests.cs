using Focusflow.LocalRuntime.Hosting;
using Focusflow.LocalRuntime.Foundation.Settings;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime;

public sealed class DescriptorsTests
{
    [Fact]
    public void Connections_leave_room_for_everything_else() => Seeded.Runs(1000, random =>
    {
        var limit = (ulong)random.Next(336, 100_000);

        var most = (ulong)Descriptors.MostConnections(limit)!.Value;

        most.ShouldBeGreaterThanOrEqualTo(16ul);
        (limit - most).ShouldBeGreaterThanOrEqualTo(Math.Max(320, limit / 8));
    });

    [Fact]
    public void Where_there_are_plenty_there_is_no_limit() => Descriptors.MostConnections(1_048_576).ShouldBeNull();

    [Theory]
    [InlineData(100)]
    [InlineData(335)]
    public void Too_few_for_the_process_itself_are_a_reason_not_to_start(ulong limit) =>
        Should.Throw<StartRefusedException>(() => Descriptors.MostConnections(limit)).Message
            .ShouldBe($"This process may have {limit} files open at a time and needs 336. Raise the limit, such as by: ulimit -n 1024");
}
