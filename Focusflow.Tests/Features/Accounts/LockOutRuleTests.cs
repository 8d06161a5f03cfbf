using Focusflow.Core.Features.Accounts;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class LockOutRuleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, int, int[]> Waits => new()
    {
        { nameof(LockOutRule.PerClient), 1, [0, 0, 0, 0, 5, 10, 20, 40, 60, 60, 60] },
        { nameof(LockOutRule.PerKnown), 95, [0, 0, 0, 0, 0, 60, 60] },
        { nameof(LockOutRule.PerAddress), 98, [0, 0, 5, 10, 20, 40, 60, 60] },
        { nameof(LockOutRule.PerAccount), 1_000, [0, 0] },
    };

    [Theory]
    [MemberData(nameof(Waits))]
    public void Waits_begin_late_and_double_up_to_a_minute(string name, int from, int[] seconds)
    {
        var failures = Enumerable.Range(1, from + seconds.Length - 1).Aggregate(
            new List<FailedSignIns> { new() { Id = "x" } }, (list, _) => [.. list, RuleOf(name).Fail(list[^1], Noon)]);

        failures.Skip(from).Select(failed => (int)(failed.LockedUntil - Noon).TotalSeconds).ShouldBe(seconds);
    }

    [Fact]
    public void A_known_client_is_told_to_wait_before_it_has_to()
    {
        var told = Enumerable.Range(3, 7).Select(count => LockOutRule.PerKnown.Told(new FailedSignIns { Id = "x", Count = count })?.TotalSeconds);

        told.ShouldBe([null, null, null, 10, 20, 40, 60]);
        LockOutRule.PerClient.Told(new FailedSignIns { Id = "x", Count = 50 }).ShouldBeNull();
    }

    [Fact]
    public void The_accounts_brake_is_what_each_of_its_clients_waits_at_least()
    {
        Enumerable.Range(18, 8).Select(count => LockOutRule.PerAccount.WaitAfter(count).TotalSeconds).ShouldBe([0, 0, 5, 10, 20, 40, 60, 60]);

        var brake = TimeSpan.FromSeconds(20);
        var first = LockOutRule.PerClient.Fail(new FailedSignIns { Id = "x" }, Noon, brake);
        first.LockedUntil.ShouldBe(Noon + brake);
        LockOutRule.PerClient.Fail(first with { Count = 8 }, Noon, brake).LockedUntil.ShouldBe(Noon.AddMinutes(1));
    }

    [Fact]
    public void Failures_are_counted_for_an_hour()
    {
        var failures = LockOutRule.PerClient.Fail(LockOutRule.PerClient.Fail(new FailedSignIns { Id = "x" }, Noon), Noon.AddMinutes(30));
        (failures.Count, failures.Since).ShouldBe((2, Noon));
        failures.CountAt(Noon.AddHours(1)).ShouldBe(2);
        failures.CountAt(Noon.AddHours(1).AddTicks(1)).ShouldBe(0);

        var later = LockOutRule.PerClient.Fail(failures, Noon.AddHours(2));
        (later.Count, later.Since).ShouldBe((1, Noon.AddHours(2)));
    }

    private static LockOutRule RuleOf(string name) => (LockOutRule)typeof(LockOutRule).GetProperty(name)!.GetValue(null)!;
}
