using System.Text.Json;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;
using Focusflow.Sqlite;
using Focusflow.Tests.Foundation.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Focusflow.Tests.Features.Challenges;

/// <summary>Everything that counts for challenges, wired as in the app, on a store of its own with a clock to be moved.</summary>
internal sealed class ChallengeBench : IDurableTimers, IDisposable
{
    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();

    private ChallengeBench(Func<IDocumentStore, IDocumentStore>? wrap, BoardRules rules)
    {
        Rules = rules;
        var stored = new SqliteDocumentStore(database, Clock);
        Store = new MeteredDocumentStore(wrap?.Invoke(stored) ?? stored);
        Catalogue = new ChallengeCatalogue(Store, Clock, NullLogger<ChallengeCatalogue>.Instance);
        Challenges = new ChallengeCommands(Store, Clock, Catalogue);
        Weekly = new WeeklyChallenges(Store, Clock, Catalogue, new BoardCrowds(Store));
        Follower = new ChallengeFollower(new ChallengeRecorder(Store, Clock), new WorkSessions(Store), ChallengeRules.Default);
        Tasks = new TaskUseCases(Store, Clock, [Follower]);
        var commit = new SessionCommit(Store, [Follower]);
        Settlement = new SessionSettlement(Clock, commit);
        Sessions = new SessionCommands(Store, Clock, commit, Settlement);
        Work = new WorkLogCommands(Store, Clock, new WorkLogReader(Store), [Follower]);
        Reflections = new ReflectionCommands(Store, Clock, [Follower]);
        Boards = new BoardFollower(Store, Clock, new BoardWriter(Store, rules));
        Leaders = new Leaders(Store);
        Turn = new WeeklyTurn(Store, Clock, rules);
    }

    /// <summary>Sunday 22 November 2026, 10:00; move it where a test wants it.</summary>
    public SteppedClock Clock { get; } = new();

    public BoardRules Rules { get; }

    public IDocumentStore Store { get; }

    public ChallengeCatalogue Catalogue { get; }

    public ChallengeCommands Challenges { get; }

    public WeeklyChallenges Weekly { get; }

    public ChallengeFollower Follower { get; }

    public TaskUseCases Tasks { get; }

    public SessionCommands Sessions { get; }

    public SessionSettlement Settlement { get; }

    public WorkLogCommands Work { get; }

    public ReflectionCommands Reflections { get; }

    public BoardFollower Boards { get; }

    public Leaders Leaders { get; }

    public WeeklyTurn Turn { get; }

    public IsoWeek Week => UserCalendar.Utc.WeekOf(Clock.GetUtcNow());

    /// <summary>A bench on a Monday morning at 8:00 UTC, with the catalogue in place.</summary>
    /// <param name="wrap">Puts something around the store.</param>
    /// <param name="parts">How many parts this week's board has.</param>
    /// <param name="rules">How boards are spread; if this week's has several parts, every participant asks for one of the next.</param>
    public static async Task<ChallengeBench> OpenAsync(
        Func<IDocumentStore, IDocumentStore>? wrap = null, int parts = 1, BoardRules? rules = null)
    {
        var bench = new ChallengeBench(wrap, rules ?? (parts == 1 ? BoardRules.Default : new BoardRules(1)));
        await bench.Store.EnsureCreatedAsync();
        bench.Clock.Pass(TimeSpan.FromHours(22));
        await bench.Catalogue.ListAsync();
        if (parts > 1)
            await CrowdAsync(bench.Store, bench.Week.Previous, parts);
        return bench;
    }

    /// <summary>A board of which is known only how many took part.</summary>
    public static async Task CrowdAsync(IDocumentStore store, IsoWeek week, int participants)
    {
        var crowd = BoardHistogram.Empty(BoardPart.First(week)) with { Entries = participants };
        (await new WriteSet(Containers.Leaderboards, crowd.Board).Create(crowd).CommitAsync(store)).Succeeded.ShouldBeTrue();
    }

    /// <summary>All parts of a board.</summary>
    public Task<IReadOnlyList<Board>> BoardAsync(IsoWeek week) =>
        BoardParts.ReadAsync(week, part => Board.ReadAsync(Store, part, default), board => board.Histogram.Parts);

    public async Task<Caller> UserAsync(string name, Func<UserSettings, UserSettings>? settings = null)
    {
        var userId = Guid.CreateVersion7(Clock.GetUtcNow()).ToString("D");
        var account = new Account
        {
            Id = Account.DocumentId,
            UserId = userId,
            Username = name,
            Email = $"{name}@example.com",
            AvatarUrl = $"/avatars/{name}.png",
            CreatedAt = Clock.Now(),
            Settings = (settings ?? (same => same))(new UserSettings()),
        };
        await WriteSet.ForUser(userId).Create(account).CommitAsync(Store);
        return new Caller(userId, "session", account.Settings.ToCalendar());
    }

    public async Task ChangeAsync(Caller user, Func<Account, Account> change)
    {
        var account = (await Store.ReadAsync<Account>(user.UserId, Account.DocumentId))!;
        await WriteSet.ForUser(user.UserId).Replace(change(account)).CommitAsync(Store);
    }

    public async Task<Guid> TaskAsync(Caller user, string title = "Something to do")
    {
        var created = await Tasks.CreateAsync(user, JsonElement.Parse($$"""{"title":"{{title}}"}"""), this);
        return Guid.Parse(created.Value.Document.Id);
    }

    public async Task CompleteTasksAsync(Caller user, int count)
    {
        for (var i = 0; i < count; i++)
            (await Tasks.CompleteAsync(user, await TaskAsync(user), ExpectedVersion.Any, this)).Problem.ShouldBeNull();
    }

    /// <summary>A focus session or a break of so many minutes, completed by the user at its planned end.</summary>
    public async Task<FocusSession> SitAsync(Caller user, int minutes, SessionType type = SessionType.Focus)
    {
        var session = (await Sessions.StartAsync(user.UserId, user.Calendar, new SessionPlan(minutes, type), this)).Value;
        Clock.Pass(TimeSpan.FromMinutes(minutes));
        return (await Settlement.SettleAsync(session)).Value;
    }

    /// <summary>Earns the 75 points of Task Finisher.</summary>
    public async Task EarnAsync(Caller user)
    {
        (await Challenges.JoinAsync(user, DefaultChallenges.TaskFinisher)).Problem.ShouldBeNull();
        await CompleteTasksAsync(user, 15);
    }

    public Task<FollowResult> RefreshAsync() => Boards.FollowAsync();

    /// <summary>The steps of a turn, one after the other.</summary>
    public async Task TurnAsync(IsoWeek week)
    {
        bool done;
        do
        {
            await Boards.FollowAsync();
            var plan = await Turn.FreezeAsync(week);
            foreach (var shard in plan.Shards)
            {
                string? continuation = null;
                do
                    continuation = await Turn.RankPageAsync(new TurnPage(plan.Week, shard, continuation), new EachByItself("test"));
                while (continuation is not null);
            }

            done = await Turn.FinishAsync(plan);
        }
        while (!done);
    }

    public async Task<Participation?> OwnAsync(Caller user, string challengeId) =>
        (await Store.ReadAsync<ChallengeWeek>(user.UserId, ChallengeWeek.IdOf(Week)))?.FindJoined(challengeId);

    public async Task<int> PointsAsync(Caller user) =>
        (await Store.ReadAsync<ChallengeTotals>(user.UserId, ChallengeTotals.FixedId))?.TotalPoints ?? 0;

    public async Task<IReadOnlyList<T>> AllAsync<T>(string partition)
        where T : Document, IDocument<T> =>
        (await Store.QueryAsync<T>(new DocumentQuery(T.Container, partition, T.KindName) { Limit = 1000 })).Documents;

    public Task<IReadOnlyList<NotificationDocument>> NotificationsAsync(Caller user) => AllAsync<NotificationDocument>(user.UserId);

    public Task ScheduleAsync(IDurableTimer timer, CancellationToken cancellation) => Task.CompletedTask;

    public void Dispose() => database.Dispose();
}
