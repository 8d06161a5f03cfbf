using Xunit;

namespace Focusflow.Tests.Features.Reminders;

public sealed class ShutdownSimulationTests
{
    [Fact]
    public void Whatever_users_change_and_timers_do_a_day_of_work_is_told_once_and_none_is_lost() =>
        Seeded.Runs(300, ShutdownSimulation.Run);
}
