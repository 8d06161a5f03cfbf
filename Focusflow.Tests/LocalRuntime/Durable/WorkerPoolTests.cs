using Focusflow.LocalRuntime.Features.Durable.Dispatch;
using Focusflow.LocalRuntime.Foundation.Time;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.LocalRuntime.Durable;

public sealed class WorkerPoolTests : IAsyncLifetime
{
    private readonly WorkTracker work = new();
    private readonly TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> ran = [];
    private readonly WorkerPool<string> pool;

    /// <summary>One worker, which the first item keeps busy until it is let go on.</summary>
    public WorkerPoolTests() => pool = new WorkerPool<string>(1, work, async item =>
    {
        ran.Add(item);
        began.TrySetResult();
        await goOn.Task;
    });

    public async ValueTask InitializeAsync()
    {
        pool.Add("first");
        await began.Task.WaitAsync(Patience.Limit, TimeProvider.System);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_can_come_later_comes_after_the_others_but_for_every_eighth()
    {
        for (var i = 0; i < 5; i++)
            pool.Add("later", canComeLater: true);
        for (var i = 0; i < 20; i++)
            pool.Add("now");

        await EndAsync();

        string.Concat(ran.Skip(1).Select(item => item[0])).ShouldBe("nnnnnnnlnnnnnnnlnnnnnnlll");
    }

    [Fact]
    public async Task Who_brings_items_is_held_up_by_many_that_come_later_as_by_a_few_others()
    {
        for (var i = 0; i < 10_000; i++)
            pool.Add("later", canComeLater: true);
        pool.WhenShort(2).IsCompleted.ShouldBeTrue();
        pool.Add("later", canComeLater: true);
        var held = pool.WhenShort(2);
        held.IsCompleted.ShouldBeFalse();

        await EndAsync();
        await held.WaitAsync(Patience.Limit, TimeProvider.System);
        ran.Count.ShouldBe(10_002);
    }

    [Fact]
    public async Task A_pool_that_stops_drops_both_kinds_of_items_and_is_quiet_after_what_runs()
    {
        pool.Add("now");
        pool.Add("later", canComeLater: true);

        var stopped = pool.StopAsync();
        stopped.IsCompleted.ShouldBeFalse();
        await EndAsync();

        await stopped;
        ran.ShouldBe(["first"]);
    }

    private Task EndAsync()
    {
        goOn.SetResult();
        return work.WhenQuiet().WaitAsync(Patience.Limit, TimeProvider.System);
    }
}
