namespace Focusflow.Core.Foundation.Sharing;

/// <summary>
/// Who may do something expensive next. Those who are known come first, then whoever has used the least of the machine
/// lately and, of those who have used none, whoever asks for the least; so that a flood from some addresses keeps those that send little waiting no longer than for what is being done.
/// (The rate limiters of the framework order a queue by age alone, and give nothing back for a right password.)
/// Times are seconds on any scale.
/// </summary>
/// <param name="concurrent">How many turns there are at the same time.</param>
internal sealed class FairTurns(int concurrent)
{
    /// <summary>The seconds of work that an address may have used up: of a flood, about a tenth of one core goes on.</summary>
    public const double Budget = 10;

    /// <summary>The seconds in which half of what was used is forgotten.</summary>
    public const double HalfLife = 60;

    // So that asking often counts from the first second, and not only what was done; given back when all was well.
    private const double Asking = 0.1;
    private const double MostUsed = 4 * Budget;
    private const int MostWaiting = 16;
    private const int MostUnknownWaiting = 32;
    private const int MostIdle = 5_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Client> clients = new(StringComparer.Ordinal);
    private readonly HashSet<Client> waiting = [];
    private int running;
    private long tickets;

    /// <summary>How many clients are remembered.</summary>
    public int Known
    {
        get
        {
            lock (gate)
                return clients.Count;
        }
    }

    /// <summary>Asks for a turn. Null when too many of the client's wait already; then, or over budget, when to come again.</summary>
    public (Turn? Turn, TimeSpan RetryAfter) Ask(Claimant who, double now)
    {
        lock (gate)
        {
            if (!clients.TryGetValue(who.Client, out var client))
                clients.Add(who.Client, client = new Client(who));
            var used = client.UsedAt(now);
            if (who.Kind == ClaimantKind.Address)
                client.Use(Asking, now);
            if (who.Kind == ClaimantKind.Address && used > Budget)
                return (null, TimeSpan.FromSeconds(Math.Ceiling(HalfLife * Math.Log2(used / Budget)) + 1));
            if (client.Waiting.Count >= (who.Kind == ClaimantKind.Unknown ? MostUnknownWaiting * concurrent : MostWaiting))
                return (null, TimeSpan.FromSeconds(5));

            var turn = new Turn(client, tickets++);
            client.Turns++;
            if (running < concurrent)
            {
                running++;
                turn.Grant();
            }
            else
            {
                client.Waiting.AddLast(turn);
                waiting.Add(client);
            }

            return (turn, TimeSpan.Zero);
        }
    }

    /// <summary>Ends a turn, granted or not, and grants the next.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="seconds">What it used of the machine and is charged for; nothing when all was well.</param>
    /// <param name="now">The time.</param>
    public void End(Turn turn, double seconds, double now)
    {
        lock (gate)
        {
            var client = turn.Client;
            client.Turns--;
            client.Use(turn.IsGranted && seconds == 0 && client.Who.Kind == ClaimantKind.Address ? -Asking : seconds, now);
            if (!turn.IsGranted)
            {
                client.Waiting.Remove(turn);
                if (client.Waiting.Count == 0)
                    waiting.Remove(client);
                return;
            }

            running--;
            Next(now);
            if (clients.Count > MostIdle)
                Forget(now);
        }
    }

    private void Next(double now)
    {
        if (waiting.MinBy(client => (client.Who.Kind != ClaimantKind.Known, client.UsedAt(now), client.Waiting.Count, client.Waiting.First!.Value.Ticket)) is not { } next)
            return;
        var turn = next.Waiting.First!.Value;
        next.Waiting.RemoveFirst();
        if (next.Waiting.Count == 0)
            waiting.Remove(next);
        running++;
        turn.Grant();
    }

    private void Forget(double now)
    {
        foreach (var (name, client) in clients)
        {
            if (client.Turns == 0 && client.UsedAt(now) < 0.01)
                clients.Remove(name);
        }
    }

    /// <summary>A place in the queue.</summary>
    internal sealed class Turn
    {
        private readonly TaskCompletionSource granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Turn(Client client, long ticket) => (Client, Ticket) = (client, ticket);

        /// <summary>Ends when it is the client's turn.</summary>
        public Task Granted => granted.Task;

        /// <summary>Whether it is.</summary>
        public bool IsGranted => granted.Task.IsCompleted;

        internal Client Client { get; }

        internal long Ticket { get; }

        internal void Grant() => granted.SetResult();
    }

    /// <summary>Whoever asks, with what it has used.</summary>
    internal sealed class Client(Claimant who)
    {
        private double used;
        private double at;

        public Claimant Who => who;

        public LinkedList<Turn> Waiting { get; } = [];

        public int Turns { get; set; }

        public double UsedAt(double now) => used * Math.Pow(2, (at - now) / HalfLife);

        public void Use(double seconds, double now) => (used, at) = (Math.Clamp(UsedAt(now) + seconds, 0, MostUsed), now);
    }
}
