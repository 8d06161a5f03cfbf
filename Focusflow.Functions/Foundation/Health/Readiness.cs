using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Functions.Foundation.Health;

/// <summary>
/// Whether the store can be read and written. It is read every time. It is written when that last succeeded a while ago, by one for
/// all who ask meanwhile, and every time while it fails, so that the end of an outage shows at once.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The server's clock.</param>
/// <param name="time">Real time: a disk fills up while a virtual clock stands still.</param>
public sealed class Readiness(IDocumentStore store, TimeProvider clock, TimeProvider time)
{
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private Task? trying;
    private long? writtenAt;

    /// <summary>Ends when the store is ready, else throws <see cref="StoreUnavailableException"/>.</summary>
    public async Task CheckAsync(CancellationToken cancellation = default)
    {
        await store.CheckAsync(cancellation);
        Task write;
        lock (gate)
        {
            if (writtenAt is { } then && time.GetElapsedTime(then) < Believed)
                return;
            write = trying ??= TryAsync();
        }

        await write.WaitAsync(cancellation);
    }

    private async Task TryAsync()
    {
        await Task.Yield(); // out of the lock
        try
        {
            var mark = await store.ReadAsync<ReadinessMark>(ReadinessMark.FixedId, ReadinessMark.FixedId)
                ?? new ReadinessMark { Id = ReadinessMark.FixedId, At = default };

            // When another instance was faster, the store has been written as well.
            await new WriteSet(Containers.System, ReadinessMark.FixedId).Put(mark with { At = clock.Now() }).CommitAsync(store);
            writtenAt = time.GetTimestamp();
        }
        finally
        {
            lock (gate)
                trying = null;
        }
    }
}

/// <summary>What is written to see whether anything can be.</summary>
public sealed record ReadinessMark : Document, IDocument<ReadinessMark>
{
    /// <summary>The id of the only one.</summary>
    public const string FixedId = "readiness";

    /// <inheritdoc/>
    public static string KindName => "readiness";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.System;

    /// <inheritdoc/>
    public static JsonTypeInfo<ReadinessMark> JsonType => ReadinessJson.Default.ReadinessMark;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>When it was written last.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>How the mark is stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(StoredInstantConverter)])]
[JsonSerializable(typeof(ReadinessMark))]
internal sealed partial class ReadinessJson : JsonSerializerContext;
