using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Focus;
using Focusflow.Tests.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>
/// A day of an account whose address attackers know. They guess from several addresses, as soon as they are let, before that, or with
/// pauses; some take a new address for every guess. Meanwhile the owner signs in, at a device that is known and in hotels.
/// </summary>
public sealed class GuessingSimulationTests
{
    private const int MostPerHour = 70;
    private const string Ann = "01990000-0000-7000-8000-000000000001";

    private static readonly EmailAddress Email = EmailAddress.TryParse("ann@example.com", out var email) ? email : throw new InvalidOperationException();

    [Fact]
    public async Task No_attack_keeps_an_owner_out_and_none_guesses_often() => await Seeded.RunsAsync(3, async random =>
    {
        var clock = new SteppedClock();
        var store = new MemoryStore();
        var guard = new SignInGuard(store, clock);
        Actor[] actors =
        [
            new OwnerAtHome(guard, clock, random),
            new OwnerInHotels(guard, clock, random),
            .. Enumerable.Range(0, random.Next(1, 9)).Select(i => new Attacker(guard, clock, random, $"attacker {i}", (Strategy)random.Next(4))),
        ];
        for (var end = clock.Now().AddDays(1); clock.Now() < end;)
        {
            var actor = actors.MinBy(actor => actor.Next)!;
            if (actor.Next > clock.Now())
                clock.Pass(actor.Next - clock.Now());
            actor.Next = clock.Now() + await actor.ActAsync();
        }

        foreach (var actor in actors)
            actor.Successes.ShouldBeGreaterThan(0);
        foreach (var attacker in actors.OfType<Attacker>().Where(attacker => attacker.Strategy != Strategy.AnAddressEach))
            attacker.Successes.ShouldBeLessThanOrEqualTo(24 * MostPerHour);

        // From however many addresses somebody guesses: with the one who is guessed at lie a count of all and one of each known device.
        var kept = (await store.QueryAsync(new DocumentQuery(Containers.UserData, Ann, FailedSignIns.KindName) { Sort = new DocumentSort("userId") }))
            .Documents.Select(document => document.As<FailedSignIns>()).Where(failures => failures.UserId == Ann);
        kept.Count(failures => failures.Id != "failed-sign-ins").ShouldBeLessThanOrEqualTo(1);
    });

    private enum Strategy
    {
        AsSoonAsLet,
        Impatient,
        WithPauses,
        AnAddressEach,
    }

    private abstract class Actor(SignInGuard guard, SteppedClock clock, Random random)
    {
        public DateTimeOffset Next { get; set; } = clock.Now();

        public int Successes { get; protected set; }

        protected Random Random => random;

        protected DateTimeOffset Now => clock.Now();

        /// <summary>Does something; answers in how long it does the next.</summary>
        public abstract Task<TimeSpan> ActAsync();

        /// <summary>Enters a password; answers how long to wait, or null when it is looked at.</summary>
        protected async Task<TimeSpan?> EnterAsync(Guesser who, bool wrong)
        {
            if (!(await guard.AdmitAsync(who, CancellationToken.None)).Succeeded(out var admission, out var refusal))
                return refusal.RetryAfter!.Value;
            if (wrong)
                await guard.FailedAsync(who);
            else
                await guard.SucceededAsync(admission);
            return null;
        }
    }

    private sealed class Attacker(SignInGuard guard, SteppedClock clock, Random random, string name, Strategy strategy) : Actor(guard, clock, random)
    {
        private int address;

        public Strategy Strategy => strategy;

        public override async Task<TimeSpan> ActAsync()
        {
            var wait = await EnterAsync(Guesser.Of(Email, Ann, device: null, $"{name}, {address}"), wrong: true);
            if (wait is null)
                Successes++;
            if (wait is null && strategy == Strategy.AnAddressEach)
                address++;
            return strategy switch
            {
                Strategy.Impatient => TimeSpan.FromSeconds(Random.Next(1, 20)),
                Strategy.WithPauses when Random.Next(20) == 0 => TimeSpan.FromMinutes(Random.Next(90)),
                _ => wait ?? TimeSpan.FromMilliseconds(1),
            };
        }
    }

    /// <summary>Is let in at once from where attackers are, also after typing errors.</summary>
    private sealed class OwnerAtHome(SignInGuard guard, SteppedClock clock, Random random) : Actor(guard, clock, random)
    {
        public override async Task<TimeSpan> ActAsync()
        {
            var known = Guesser.Of(Email, Ann, device: "laptop", $"attacker {Random.Next(9)}, 0");
            for (var slips = Random.Next(30); slips > 0; slips--)
                (await EnterAsync(known, wrong: true)).ShouldBeNull();
            (await EnterAsync(known, wrong: false)).ShouldBeNull();
            Successes++;
            return TimeSpan.FromMinutes(Random.Next(60));
        }
    }

    /// <summary>Comes again when told to, and is let in a minute after the first try at the latest; each time somewhere else.</summary>
    private sealed class OwnerInHotels(SignInGuard guard, SteppedClock clock, Random random) : Actor(guard, clock, random)
    {
        private DateTimeOffset? first;

        public override async Task<TimeSpan> ActAsync()
        {
            first ??= Now;
            if (await EnterAsync(Guesser.Of(Email, Ann, device: null, $"hotel {Successes}"), wrong: false) is { } wait)
                return wait;
            (Now - first.Value).ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(1));
            first = null;
            Successes++;
            return TimeSpan.FromMinutes(Random.Next(60));
        }
    }
}
