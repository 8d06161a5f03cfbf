using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Features.Privacy;
using Focusflow.Core.Foundation.Blobs;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Challenges;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Focusflow.Tests.Features.Privacy;

/// <summary>A user with documents of every kind in every container, somebody else, and the means to delete the first.</summary>
internal sealed class DeletionBench : IUserOrchestrations, IDisposable
{
    private DeletionBench(ChallengeBench bench)
    {
        Bench = bench;
        Claims = new IdentityClaims(bench.Store, bench.Clock);
        Boards = new BoardWriter(bench.Store, bench.Rules);
        Deletion = new AccountDeletion(
            bench.Store,
            bench.Clock,
            new UserPartition(bench.Store, bench.Clock),
            Claims,
            Boards,
            new PictureShelf(new NoBlobs(), NullLogger<PictureShelf>.Instance));
        Sweeper = new DeletionSweeper(bench.Store, bench.Clock, Deletion);
    }

    public ChallengeBench Bench { get; }

    public IDocumentStore Store => Bench.Store;

    public IdentityClaims Claims { get; }

    public BoardWriter Boards { get; }

    public AccountDeletion Deletion { get; }

    public DeletionSweeper Sweeper { get; }

    public Caller Ann { get; private set; } = null!;

    public Caller Bob { get; private set; } = null!;

    /// <summary>The week that was turned, with both on its board.</summary>
    public IsoWeek Frozen { get; private set; }

    public List<DeletionOrder> Scheduled { get; } = [];

    public List<OrchestrationName> Ended { get; } = [];

    public static async Task<DeletionBench> OpenAsync(
        Func<IDocumentStore, IDocumentStore>? wrap = null, int extraDocuments = 150, int parts = 1)
    {
        var bench = new DeletionBench(await ChallengeBench.OpenAsync(wrap, parts));
        bench.Ann = await bench.Bench.UserAsync("ann-the-first");
        bench.Bob = await bench.Bench.UserAsync("bob");
        bench.Frozen = bench.Bench.Week;
        await bench.PlayAsync();
        bench.Bench.Clock.Pass(bench.Frozen.Closes - bench.Bench.Clock.GetUtcNow());
        await bench.Bench.TurnAsync(bench.Frozen);
        await bench.PlayAsync();
        await bench.FillAsync(extraDocuments);
        return bench;
    }

    /// <summary>Marks and deletes, as one request after another would; gives how far it came.</summary>
    public async Task<DeletionProgress> DeleteAsync()
    {
        var order = (await Deletion.MarkAsync(Ann.UserId, ExpectedVersion.Any, this)).Value;
        return await FinishAsync(order);
    }

    public async Task<DeletionProgress> FinishAsync(DeletionOrder order)
    {
        DeletionProgress progress;
        do
            progress = await Deletion.ContinueAsync(order, this, mostPages: 1);
        while (progress == DeletionProgress.Working);
        return progress;
    }

    /// <summary>What must not be found any more.</summary>
    public Task<List<string>> TracesAsync() => StoredTexts.MentioningAsync(Store, Ann.UserId, "ann-the-first");

    public Task ScheduleAsync(DeletionOrder order, CancellationToken cancellation)
    {
        Scheduled.Add(order);
        return Task.CompletedTask;
    }

    public Task EndAsync(IReadOnlyCollection<OrchestrationName> names, CancellationToken cancellation)
    {
        Ended.AddRange(names);
        return Task.CompletedTask;
    }

    public void Dispose() => Bench.Dispose();

    private async Task PlayAsync()
    {
        foreach (var user in new[] { Ann, Bob })
            await Bench.EarnAsync(user);
        await Bench.RefreshAsync();
    }

    private async Task FillAsync(int extraDocuments)
    {
        var access = new Access
        {
            Id = Access.DocumentId,
            UserId = Ann.UserId,
            PasswordHash = "hash",
            Timezone = "UTC",
            Sessions = [new Session("s", "token-hash", Bench.Clock.GetUtcNow(), Bench.Clock.GetUtcNow().AddDays(1))],
        };
        (await WriteSet.ForUser(Ann.UserId).Create(access).CommitAsync(Store)).Succeeded.ShouldBeTrue();

        // One document of every kind that playing has not made, and some more so that there are several pages.
        string[] made = [Account.KindName, DepartingAccount.KindName, ChallengeWeek.KindName, WeekScore.KindName];
        var kinds = DocumentKinds.OfUsers.Except(made, StringComparer.Ordinal);
        var extra = Enumerable.Range(0, extraDocuments).Select(i => DocumentKinds.Probe(Ann.UserId, "notification", $"extra-{i}", "x"));
        foreach (var some in kinds.Select((kind, i) => DocumentKinds.Probe(Ann.UserId, kind, kind == "webhook" ? Guid.NewGuid().ToString() : $"probe-{i}", "x")).Concat(extra).Chunk(100))
            (await Store.CommitAsync(new DocumentBatch(Containers.UserData, Ann.UserId, [.. some]))).Succeeded.ShouldBeTrue();

        foreach (var id in new[] { Identity.OfEmail("ann-the-first@example.com"), Identity.OfUsername("ann-the-first"), Identity.OfSubject("https://login.example.com/", "ann") })
            (await Claims.ClaimAsync(id, Ann.UserId)).Problem.ShouldBeNull();
        foreach (var id in AddressCodes.IdsOf((await Store.ReadAsync<Account>(Ann.UserId, Account.DocumentId))!))
            await new WriteSet(Containers.Identities, id).Create(new AddressCode { Id = id, EmailIds = ["x"], Code = new LiveCode("nonce", Bench.Clock.GetUtcNow()) }).CommitAsync(Store);
    }
}
