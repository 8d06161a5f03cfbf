using System.Globalization;
using Focusflow.Core.Foundation.Sharing;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Sharing;

/// <summary>Hashing passwords takes turns. Time is made up here: a hash takes 0.35 s of the only core that hashes.</summary>
public sealed class FairTurnsTests
{
    private const double Hash = 0.35;

    [Fact]
    public void Under_a_flood_from_fifty_addresses_somebody_honest_waits_for_one_hash_at_most() => Seeded.Runs(1, random =>
    {
        var desk = new MadeUpDesk(random);
        for (var i = 0; i < 50; i++)
            desk.Arrivals(Claimant.From($"attacker {i}"), from: 0, until: 60, every: 0.1, charged: true);
        for (var i = 0; i < 40; i++)
            desk.Arrive(Claimant.From($"honest {i}"), at: 10 + i, charged: false);

        desk.Run();

        var waits = desk.Waits("from honest");
        waits.Count.ShouldBe(40);
        waits.Max().ShouldBeLessThan(2);
    });

    [Fact]
    public void Also_in_the_first_seconds_of_a_flood_and_after_a_slip_of_ones_own() => Seeded.Runs(1, random =>
    {
        var desk = new MadeUpDesk(random);
        for (var i = 0; i < 50; i++)
            desk.Arrivals(Claimant.From($"attacker {i}"), from: 0, until: 30, every: 0.1, charged: true);
        for (var i = 0; i < 5; i++)
        {
            desk.Arrive(Claimant.From($"slip {i}"), at: -2 - i, charged: true);
            desk.Arrive(Claimant.From($"slip {i}"), at: 7 + (3 * i), charged: false);
        }

        desk.Run();

        desk.Waits("from slip").Count.ShouldBe(10);
        desk.Waits("from slip").Max().ShouldBeLessThan(2);
    });

    [Fact]
    public void Somebody_known_is_served_before_all_others_even_behind_the_address_of_an_attacker() => Seeded.Runs(1, random =>
    {
        var desk = new MadeUpDesk(random);
        for (var i = 0; i < 50; i++)
            desk.Arrivals(Claimant.From($"attacker {i}"), from: 0, until: 30, every: 0.1, charged: true);
        for (var i = 0; i < 20; i++)
            desk.Arrive(Claimant.Of($"{i % 4}"), at: 5 + i, charged: false);

        desk.Run();

        desk.Waits("user").Count.ShouldBe(20);
        desk.Waits("user").Max().ShouldBeLessThan(2 * Hash + 0.01);
    });

    [Fact]
    public void One_address_uses_far_less_than_the_machine() => Seeded.Runs(1, random =>
    {
        var desk = new MadeUpDesk(random);
        desk.Arrivals(Claimant.From("attacker"), from: 0, until: 600, every: 0.05, charged: true);

        desk.Run();

        (desk.Waits("from attacker").Count * Hash / 600).ShouldBeLessThan(0.15);
    });

    [Fact]
    public void An_office_that_signs_in_rightly_is_never_over_its_budget() => Seeded.Runs(1, random =>
    {
        var desk = new MadeUpDesk(random);
        desk.Arrivals(Claimant.From("office"), from: 0, until: 300, every: 0.5, charged: false);

        desk.Run();

        desk.Waits("from office").Count.ShouldBe(600);
    });

    [Fact]
    public void What_cannot_be_told_apart_has_no_budget_but_only_so_many_places()
    {
        var turns = new FairTurns(1);
        var asked = Enumerable.Range(0, 40).Select(_ => turns.Ask(Claimant.From(null), 0).Turn).ToList();
        asked.Count(turn => turn is not null).ShouldBe(33);
        asked[0]!.IsGranted.ShouldBeTrue();
    }

    [Fact]
    public void Over_its_budget_an_address_is_told_when_half_of_it_and_more_is_forgotten()
    {
        var turns = new FairTurns(1);
        var turn = turns.Ask(Claimant.From("a"), 0).Turn!;
        turns.End(turn, FairTurns.Budget - 0.1, 0); // asking is a tenth of a second
        var second = turns.Ask(Claimant.From("a"), 0).Turn.ShouldNotBeNull("what the budget allows is allowed");
        turns.End(second, FairTurns.Budget, 0);

        // 20.1 s are used: it is within the budget again in a little over a minute.
        var (refused, wait) = turns.Ask(Claimant.From("a"), 0);
        refused.ShouldBeNull();
        wait.ShouldBe(TimeSpan.FromSeconds(62));
        turns.Ask(Claimant.From("b"), 0).Turn.ShouldNotBeNull();
        turns.Ask(Claimant.From("a"), 2 * FairTurns.HalfLife).Turn.ShouldNotBeNull();
    }

    [Fact]
    public void A_client_has_so_many_places_in_the_queue()
    {
        var turns = new FairTurns(2);
        Enumerable.Range(0, 40).Count(_ => turns.Ask(Claimant.Of("ann"), 0).Turn is not null).ShouldBe(2 + 16);
        Enumerable.Range(0, 80).Count(_ => turns.Ask(Claimant.From(null), 0).Turn is not null).ShouldBe(64);
        turns.Ask(Claimant.Of("ann"), 0).RetryAfter.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Of_those_alike_whoever_asked_first_comes_first()
    {
        var turns = new FairTurns(1);
        var running = turns.Ask(Claimant.Of("running"), 0).Turn!;
        var waiting = Enumerable.Range(0, 5).Select(i => turns.Ask(Claimant.Of($"user {i}"), 0).Turn!).ToList();
        foreach (var next in waiting)
        {
            next.IsGranted.ShouldBeFalse();
            turns.End(running, 0, 0);
            next.IsGranted.ShouldBeTrue();
            running = next;
        }
    }

    [Fact]
    public void What_was_right_is_given_back_and_what_was_given_up_is_not()
    {
        var turns = new FairTurns(1);
        for (var i = 0; i < 300; i++)
            turns.End(turns.Ask(Claimant.From("right"), 0).Turn!, 0, 0);
        turns.Ask(Claimant.From("right"), 0).Turn.ShouldNotBeNull();

        var busy = new FairTurns(1);
        busy.Ask(Claimant.Of("busy"), 0).Turn!.IsGranted.ShouldBeTrue();
        var asked = 0;
        while (busy.Ask(Claimant.From("gives up"), 0).Turn is { } turn && asked++ < 300)
            busy.End(turn, 0, 0);
        asked.ShouldBe(101, "a hundred and one times a tenth of a second are over ten");
    }

    [Fact]
    public void Those_who_used_much_are_remembered_and_the_others_forgotten_when_there_are_very_many()
    {
        var turns = new FairTurns(1);
        turns.End(turns.Ask(Claimant.From("attacker"), 0).Turn!, 4 * FairTurns.Budget, 0);
        for (var i = 0; i < 6_000; i++)
            turns.End(turns.Ask(Claimant.From($"{i}"), 0).Turn!, 0, 0);
        turns.Known.ShouldBeLessThan(5_010);
        turns.Ask(Claimant.From("attacker"), 0).Turn.ShouldBeNull();
    }

    [Fact]
    public void Whatever_comes_and_gives_up_every_turn_is_granted_in_the_end_and_never_too_many_at_once() => Seeded.Runs(50, random =>
    {
        var concurrent = random.Next(1, 4);
        var turns = new FairTurns(concurrent);
        List<FairTurns.Turn> open = [];
        for (var step = 0; step < 300; step++)
        {
            if (random.Next(2) == 0 && turns.Ask(random.Next(3) == 0 ? Claimant.Of($"{random.Next(3)}") : Claimant.From($"{random.Next(4)}"), step).Turn is { } turn)
                open.Add(turn);
            else if (open.Count > 0)
                End(open[random.Next(open.Count)], step);
            var granted = open.Count(one => one.IsGranted);
            granted.ShouldBe(Math.Min(concurrent, open.Count));
        }

        while (open.Count > 0)
            End(open.First(one => one.IsGranted), 300);

        void End(FairTurns.Turn turn, int now)
        {
            open.Remove(turn);
            turns.End(turn, turn.IsGranted ? random.NextDouble() : 0, now);
        }
    });

    /// <summary>One core that hashes, and people who come at given times and go after five seconds without a turn.</summary>
    private sealed class MadeUpDesk(Random random)
    {
        private const double Patience = 5;

        private readonly FairTurns turns = new(1);
        private readonly List<(double At, Claimant Who, bool Charged)> arrivals = [];
        private readonly List<(double At, Claimant Who, bool Charged, FairTurns.Turn Turn)> waiting = [];
        private readonly List<(string Client, double Wait)> served = [];

        public void Arrive(Claimant who, double at, bool charged) => arrivals.Add((at, who, charged));

        public void Arrivals(Claimant who, double from, double until, double every, bool charged)
        {
            for (var at = from + (random.NextDouble() * every); at < until; at += every)
                Arrive(who, at, charged);
        }

        /// <summary>How long those waited who had a turn, until their password was hashed.</summary>
        public List<double> Waits(string client) =>
            [.. served.Where(one => one.Client.StartsWith(client, StringComparison.Ordinal)).Select(one => one.Wait)];

        public void Run()
        {
            var busyUntil = 0d;
            foreach (var arrival in arrivals.OrderBy(arrival => arrival.At))
            {
                Serve(ref busyUntil, arrival.At);
                if (turns.Ask(arrival.Who, arrival.At).Turn is { } turn)
                {
                    if (turn.IsGranted)
                        busyUntil = arrival.At + Hash;
                    waiting.Add((arrival.At, arrival.Who, arrival.Charged, turn));
                }
            }

            Serve(ref busyUntil, double.MaxValue);
        }

        private void Serve(ref double busyUntil, double now)
        {
            while (waiting.FindIndex(one => one.Turn.IsGranted) is var at and >= 0 && busyUntil <= now)
            {
                var done = waiting[at];
                waiting.RemoveAt(at);
                served.Add((done.Who.Client, busyUntil - done.At));
                var free = busyUntil;
                foreach (var gone in waiting.Where(one => free - one.At > Patience).ToList())
                {
                    waiting.Remove(gone);
                    turns.End(gone.Turn, 0, free);
                }

                turns.End(done.Turn, done.Charged ? Hash : 0, free);
                busyUntil = free + Hash;
            }
        }
    }
}
