using Focusflow.Core.Foundation.Storage;
using Focusflow.Functions.Foundation.Telemetry;
using Focusflow.Tests.Suite;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Telemetry;

/// <summary>What nobody listens to costs nothing.</summary>
[Collection(AloneCollection.Name)]
public sealed class TelemetryCostTests
{
    private const int Calls = 1000;

    [Fact]
    public void A_call_of_the_store_allocates_nothing_more()
    {
        var inner = new Immediate();
        var metered = new MeteredDocumentStore(inner);
        var answered = false;
        var key = new DocumentKey(Containers.UserData, "ann", "task");

        AllocatedBy(() =>
        {
            var call = metered.ReadAsync(key);
            answered = call.IsCompleted && call.Result is null;
        }).ShouldBe(0);
        answered.ShouldBeTrue();
    }

    [Fact]
    public void An_invocation_is_passed_on_unseen()
    {
        var middleware = new TraceFunctions(NullLogger<TraceFunctions>.Instance);

        // It would fail if it looked at the context.
        AllocatedBy(() => middleware.Invoke(null!, static _ => Task.CompletedTask).GetAwaiter().GetResult()).ShouldBe(0);
    }

    private static long AllocatedBy(Action call)
    {
        for (var i = 0; i < Calls; i++)
            call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
            call();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    private sealed class Immediate : IDocumentStore
    {
        public ValueTask<StoredDocument?> ReadAsync(DocumentKey key, CancellationToken cancellation = default) => new((StoredDocument?)null);

        public ValueTask<DocumentPage> QueryAsync(DocumentQuery query, CancellationToken cancellation = default) => throw new NotSupportedException();

        public ValueTask<CommitResult> CommitAsync(DocumentBatch batch) => throw new NotSupportedException();

        public ValueTask<ChangePage> ReadChangesAsync(
            ContainerDefinition container, string? checkpoint, int limit, CancellationToken cancellation = default) => throw new NotSupportedException();

        public ValueTask EnsureCreatedAsync(CancellationToken cancellation = default) => throw new NotSupportedException();

        public ValueTask CheckAsync(CancellationToken cancellation = default) => throw new NotSupportedException();
    }
}
