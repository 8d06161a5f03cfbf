using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Reminders;

public sealed class ShutdownSimulationTests
{
    [Fact]
    public async Task Whatever_users_change_and_timers_and_the_store_do_a_day_of_work_is_told_once_and_none_is_lost()
    {
        var failures = 0;
        await Seeded.RunsAsync(200, async random => failures += (await ShutdownSimulation.RunAsync(random)).Failures);

        // Otherwise it would have shown less.
        failures.ShouldBeGreaterThan(0);
    }
}
