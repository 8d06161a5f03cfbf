using System.Reflection;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>What is found out about a commit whose answer was lost, against a store of which the truth is known.</summary>
public sealed class LostAnswerTests : IDisposable
{
    private static readonly OutcomeUnknownException Lost = new("The answer was lost.");

    private readonly ContainerDefinition things = Thing.NewContainer();
    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();
    private readonly SqliteDocumentStore store;

    public LostAnswerTests()
    {
        store = new SqliteDocumentStore(database, new SteppedClock(), [things]);
        store.EnsureCreatedAsync().AsTask().GetAwaiter().GetResult();
    }

    public void Dispose() => database.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_lost_is_done_once_whether_it_had_happened_or_not(bool happened)
    {
        var old = await CommitAsync(new Thing("old", "ann").Create(), new Thing("gone", "ann").Create());
        DocumentBatch[] batches =
        [
            BatchOf(new Thing("new", "ann").Create()),
            BatchOf(new Thing("old", "ann") { Rank = 2 }.Replace(old.ETags[0]), new Thing("another", "ann").Create()),
            BatchOf(new Thing("gone", "ann").Delete(old.ETags[1])),
        ];
        foreach (var batch in batches)
        {
            var truth = happened ? await store.CommitAsync(batch) : null;

            var found = await FindOutAsync(batch);

            found.Status.ShouldBe(CommitStatus.Committed);
            if (truth is not null)
                found.ETags.ShouldBe(truth.ETags);
            for (var i = 0; i < batch.Writes.Count; i++)
                ((await ReadAsync(batch.Writes[i].Id))?.ETag ?? "").ShouldBe(found.ETags[i]);
        }
    }

    [Fact]
    public async Task What_somebody_else_did_is_not_taken_for_ones_own()
    {
        var etag = (await CommitAsync(new Thing("t", "ann").Create())).ETags[0];
        await CommitAsync(new Thing("t", "ann") { Rank = 7 }.Replace(etag));

        (await FindOutAsync(BatchOf(new Thing("t", "ann") { Rank = 8 }.Replace(etag)))).Status.ShouldBe(CommitStatus.PreconditionFailed);
        (await FindOutAsync(BatchOf(new Thing("t", "ann") { Rank = 9 }.Create()))).Status.ShouldBe(CommitStatus.Conflict);
        (await FindOutAsync(BatchOf(new Thing("t", "ann").Delete(etag)))).Status.ShouldBe(CommitStatus.PreconditionFailed);
    }

    [Fact]
    public async Task What_was_written_and_then_changed_by_somebody_is_known_by_what_was_created_beside_it()
    {
        var etag = (await CommitAsync(new Thing("t", "ann").Create())).ETags[0];
        var batch = BatchOf(new Thing("t", "ann") { Rank = 1 }.Replace(etag), new Thing("beside", "ann").Create());
        var truth = await store.CommitAsync(batch);
        await CommitAsync(new Thing("t", "ann") { Rank = 2 }.Replace(truth.ETags[0]));

        var found = await FindOutAsync(batch);

        found.Status.ShouldBe(CommitStatus.Committed);
        found.ETags[1].ShouldBe(truth.ETags[1]);
        (await CommitAsync(new Thing("t", "ann").Replace(found.ETags[0]))).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task What_cannot_be_found_out_stays_unknown()
    {
        var batch = BatchOf(new Thing("t", "ann").Create());
        (await Should.ThrowAsync<OutcomeUnknownException>(async () =>
            await LostAnswer.FindOutAsync(batch, Lost, _ => throw Lost, key => store.ReadAsync(key)))).ShouldBeSameAs(Lost);
        await store.CommitAsync(batch);
        (await LostAnswer.FindOutAsync(batch, Lost, _ => throw new StoreUnavailableException("Down."), key => store.ReadAsync(key))).Succeeded.ShouldBeTrue();
        await Should.ThrowAsync<OutcomeUnknownException>(async () =>
            await LostAnswer.FindOutAsync(batch, Lost, store.CommitAsync, _ => throw new StoreUnavailableException("Down.")));
    }

    [Fact]
    public void Nobody_can_cancel_a_commit()
    {
        var commits = new[] { typeof(IDocumentStore).Assembly, typeof(SqliteDocumentStore).Assembly, typeof(Cosmos.CosmosEmulator).Assembly, typeof(Focusflow.Cosmos.CosmosDocumentStore).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.ReturnType == typeof(ValueTask<CommitResult>) && method.Name.Contains("CommitAsync", StringComparison.Ordinal))
            .ToList();

        commits.Count.ShouldBeGreaterThan(6);
        commits.Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CancellationToken))).ShouldBeEmpty();
    }

    private DocumentBatch BatchOf(params IReadOnlyList<DocumentWrite> writes) => new(things, "ann", writes);

    private ValueTask<CommitResult> CommitAsync(params IReadOnlyList<DocumentWrite> writes) => store.CommitAsync(BatchOf(writes));

    private ValueTask<StoredDocument?> ReadAsync(string id) => store.ReadAsync(new DocumentKey(things, "ann", id));

    private ValueTask<CommitResult> FindOutAsync(DocumentBatch batch) =>
        LostAnswer.FindOutAsync(batch, Lost, store.CommitAsync, key => store.ReadAsync(key));
}
