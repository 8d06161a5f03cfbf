using Focusflow.Cosmos;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Cosmos;

public sealed class CosmosGateTests
{
    [Fact]
    public void It_is_open_until_it_is_closed() => new CosmosGate().PassAsync(CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue();

    [Fact]
    public async Task The_first_who_asks_has_it_opened_and_all_wait_for_that()
    {
        var (gate, opened, calls) = (new CosmosGate(), new TaskCompletionSource(), 0);
        gate.Close(new Lazy<Task>(() =>
        {
            calls++;
            return opened.Task;
        }));
        calls.ShouldBe(0);

        var (first, second) = (gate.PassAsync(CancellationToken.None), gate.PassAsync(CancellationToken.None));
        (first.IsCompleted || second.IsCompleted).ShouldBeFalse();
        opened.SetResult();
        await Task.WhenAll(first, second);

        gate.PassAsync(CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue();
        calls.ShouldBe(1);
    }

    [Fact]
    public async Task Who_leaves_waits_no_longer()
    {
        var (gate, opened) = (new CosmosGate(), new TaskCompletionSource());
        gate.Close(new Lazy<Task>(() => opened.Task));
        using var leaving = new CancellationTokenSource();

        var waiting = gate.PassAsync(leaving.Token);
        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        opened.SetResult();
    }
}
