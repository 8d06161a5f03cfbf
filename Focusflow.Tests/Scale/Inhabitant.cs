using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using NodaTime;

namespace Focusflow.Tests.Scale;

/// <summary>
/// Somebody of a world, all of whom follows from a number: so a world of any size is written and checked without being remembered.
/// </summary>
/// <param name="Number">0 for the first.</param>
internal sealed record Inhabitant(int Number)
{
    private const int Steps = 40;

    // What a hash of a password takes; nobody signs in with it.
    private static readonly string Hash = new('A', 84);

    /// <summary>The first day on which anybody is there, and the last on which they have lived: a Monday and a Tuesday.</summary>
    public static LocalDate Monday { get; } = new(2026, 11, 16);

    /// <summary>The week in which they have earned points.</summary>
    public static IsoWeek Week { get; } = new(Monday);

    /// <summary>As ids of users are, of the time of registering first; the rest spreads evenly.</summary>
    public string UserId { get; } =
        Guid.CreateVersion7(DayText.Midnight(Monday).AddDays(-30).AddMilliseconds(Number)).ToString("D")[..15] + StableId.Of($"inhabitant:{Number}")[15..];

    /// <summary>The points of the week, of which many have the same.</summary>
    public int Points => 75 * (1 + (int)(Number * 7919L % Steps));

    private string Name => $"user{Number}";

    private DateTimeOffset Reached => DayText.Midnight(Monday).AddHours(9).AddMilliseconds(Number);

    /// <summary>How many of the first so many have more points than some: what a rank must be, less one.</summary>
    public static Func<int, int> Above(int users)
    {
        var counts = new Dictionary<int, int>();
        for (var number = 0; number < Math.Min(users, Steps); number++)
            counts[new Inhabitant(number).Points] = ((users - number - 1) / Steps) + 1;
        return points => counts.Where(count => count.Key > points).Sum(count => count.Value);
    }

    /// <summary>Claims of the e-mail address and of the name, each in a partition of its own.</summary>
    public IEnumerable<Identity> Identities() =>
        from id in (string[])[Identity.OfEmail($"{Name}@example.com"), Identity.OfUsername(Name)]
        select new Identity { Id = id, UserId = UserId, ClaimedAt = DayText.Midnight(Monday) };

    /// <summary>All that is in the user's own partition.</summary>
    /// <param name="shutdown">When the next reminder to shut down is due.</param>
    public WriteSet Documents(DateTimeOffset shutdown)
    {
        var (settings, yesterday) = (new UserSettings(), Monday.PlusDays(1));
        var writes = WriteSet.ForUser(UserId)
            .Create(Account(settings))
            .Create(new Access { Id = Access.DocumentId, UserId = UserId, PasswordHash = Hash, SeenAt = Reached, Timezone = settings.Timezone }.WithCalendarOf(settings))
            .Create(ShutdownPlan.Of(UserId, new PlannedShutdown(settings.ToCalendar().DayOf(shutdown), shutdown)))
            .Create(ShutdownDays.None(UserId).With(yesterday, 17 * 60))
            .Create(ChallengesOf())
            .Create(WeekScore.None(UserId, Week) with { Points = Points, ReachedAt = Reached })
            .Create(ChallengeTotals.None(UserId) with { TotalPoints = Points, ChallengesCompleted = Points / 75 });
        LivedDay.Quiet.AddTo(writes, UserId, yesterday);
        return writes;
    }

    /// <summary>The account alone.</summary>
    public Account Account(UserSettings settings) => new()
    {
        Id = Core.Features.Accounts.Account.DocumentId,
        UserId = UserId,
        Username = Name,
        Email = $"{Name}@example.com",
        FullName = $"User Number {Number}",
        AvatarUrl = "",
        CreatedAt = DayText.Midnight(Monday),
        OnboardingCompleted = true,
        Settings = settings,
    };

    private ChallengeWeek ChallengesOf() => ChallengeWeek.Empty(UserId, Week) with
    {
        Participations =
        [
            new()
            {
                ChallengeId = DefaultChallenges.TaskFinisher,
                Name = "Task Finisher",
                ChallengeType = ChallengeType.Task,
                Target = 15,
                Points = 75,
                JoinedAt = Reached,
                Progress = 15,
                CompletedAt = Reached,
                PointsEarned = 75,
            },
        ],
    };
}
