using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Leaderboard;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Challenges;

namespace Focusflow.Tests.Features.Leaderboard;

/// <summary>Users who do at random whatever a board must follow.</summary>
internal sealed class RandomUsers
{
    private readonly ChallengeBench bench;
    private readonly Random random;
    private readonly List<Caller> present = [];

    private RandomUsers(ChallengeBench bench, Random random)
    {
        this.bench = bench;
        this.random = random;
    }

    /// <summary>All who ever were.</summary>
    public List<Caller> Everybody { get; } = [];

    public static async Task<RandomUsers> CreateAsync(ChallengeBench bench, Random random, int count)
    {
        var users = new RandomUsers(bench, random);
        for (var i = 0; i < count; i++)
            await users.ComeAsync();
        return users;
    }

    public static async Task DeleteAsync(ChallengeBench bench, Caller user)
    {
        var all = await bench.Store.QueryAsync(new DocumentQuery(Containers.UserData, user.UserId) { Limit = 1000 });
        var weeks = await BoardMember.ReadWeeksAsync(bench.Store, user.UserId, new EachByItself("test"), CancellationToken.None);
        var account = all.Documents.Single(document => document.Kind == Account.KindName);
        var writes = WriteSet.ForUser(user.UserId).Replace(new DepartingAccount
        {
            Id = account.Id,
            UserId = user.UserId,
            ETag = account.ETag,
            DepartingSince = bench.Clock.GetUtcNow(),
            Weeks = [.. weeks.Select(week => week.ToString())],
        });
        foreach (var document in all.Documents.Where(document => document.Kind == WeekScore.KindName))
            writes.Delete(document.As<WeekScore>());
        foreach (var document in all.Documents.Where(document => document.Kind == ChallengeWeek.KindName))
            writes.Delete(document.As<ChallengeWeek>());
        await writes.CommitAsync(bench.Store);
    }

    /// <summary>Some of them do something.</summary>
    public async Task ActAsync()
    {
        bench.Clock.Pass(TimeSpan.FromSeconds(random.Next(1, 30)));
        var ids = (await bench.Catalogue.ListAsync()).Select(challenge => challenge.Id).ToList();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var user = present[random.Next(present.Count)];
            var id = ids[random.Next(ids.Count)];
            switch (random.Next(12))
            {
                case < 4:
                    await bench.Challenges.JoinAsync(user, id);
                    break;
                case < 6:
                    await bench.Challenges.LeaveAsync(user, id);
                    break;
                case < 9:
                    await bench.Challenges.ReportAsync(user, id, random.Next(1, 20));
                    break;
                case 9:
                    await bench.ChangeAsync(user, account => account with { FullName = $"Name {random.Next(100)}", AvatarUrl = $"/avatars/{random.Next(9)}.png" });
                    break;
                case 10:
                    await bench.ChangeAsync(user, account => account with { Settings = account.Settings with { ShareWorkStats = random.Next(2) == 0 } });
                    break;
                default:
                    if (random.Next(3) == 0 && present.Count > 3)
                    {
                        present.Remove(user);
                        await DeleteAsync(bench, user);
                    }
                    else
                    {
                        await ComeAsync();
                    }

                    break;
            }
        }
    }

    private async Task ComeAsync()
    {
        var user = await bench.UserAsync($"user{Everybody.Count}");
        Everybody.Add(user);
        present.Add(user);
    }
}
