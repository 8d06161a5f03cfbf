using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions.Foundation.Health;
using Focusflow.LocalRuntime.Foundation.Time;
using Focusflow.Sqlite;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Health;

public sealed class ReadinessTests : IAsyncLifetime
{
    private readonly VirtualClock time = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero), new WorkTracker());
    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();
    private FaultyStore store = null!;
    private Readiness readiness = null!;

    public async ValueTask InitializeAsync()
    {
        store = new FaultyStore(new SqliteDocumentStore(database, time));
        await store.EnsureCreatedAsync();
        readiness = new Readiness(store, time, time);
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        time.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_write_is_tried_every_half_minute_at_most()
    {
        for (var i = 0; i < 100; i++)
        {
            await readiness.CheckAsync();
            await time.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        store.Commits.ShouldBe(4);
    }

    [Fact]
    public async Task While_nothing_can_be_written_it_is_not_ready_and_the_end_of_that_shows_at_once()
    {
        await readiness.CheckAsync();
        store.IsReadOnly = true;
        await readiness.CheckAsync(); // believed for a while
        await time.AdvanceAsync(TimeSpan.FromSeconds(30));
        for (var i = 0; i < 3; i++)
            await Should.ThrowAsync<StoreUnavailableException>(() => readiness.CheckAsync());

        store.IsReadOnly = false;
        await readiness.CheckAsync();
    }

    [Fact]
    public async Task Who_asks_at_the_same_time_shares_one_write()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.BeforeCommit = _ => goOn.Task;
        var asking = Enumerable.Range(0, 20).Select(_ => readiness.CheckAsync()).ToList();
        goOn.SetResult();

        await Task.WhenAll(asking);

        store.Commits.ShouldBe(1);
    }

    [Fact]
    public async Task Another_instance_that_was_faster_has_shown_the_same()
    {
        await readiness.CheckAsync();
        await time.AdvanceAsync(TimeSpan.FromMinutes(1));
        var other = new Readiness(new SqliteDocumentStore(database, time), time, time);
        store.BeforeCommit = _ => other.CheckAsync();

        await readiness.CheckAsync();
    }

    [Fact]
    public async Task What_cannot_be_read_is_not_ready_either()
    {
        await readiness.CheckAsync();
        store.IsDown = true;

        await Should.ThrowAsync<StoreUnavailableException>(() => readiness.CheckAsync());
    }
}
