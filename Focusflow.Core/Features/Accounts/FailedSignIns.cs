using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// How often signing in failed lately: under one e-mail address (also one that nobody has), from one network address, of one client.
/// </summary>
public sealed record FailedSignIns : Document, IDocument<FailedSignIns>
{
    /// <inheritdoc/>
    public static string KindName => "failedSignIns";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<FailedSignIns> JsonType => AccountsJson.Default.FailedSignIns;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    [JsonIgnore]
    public override TimeSpan? TimeToLive => Window;

    /// <summary>The partition: the user, or what stands for an address (see <see cref="Guesser"/>).</summary>
    public string UserId { get; init; } = "";

    /// <summary>How long failures are counted together.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromHours(1);

    /// <summary>The failures since <see cref="Since"/>.</summary>
    public int Count { get; init; }

    /// <summary>The first failure counted.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Until when the client may not try.</summary>
    public DateTimeOffset LockedUntil { get; init; }

    /// <summary>
    /// The failures that count at an instant. Counted by the hour, so that the odd typing mistake of a whole office never adds up.
    /// </summary>
    public int CountAt(DateTimeOffset now) => now - Since > Window ? 0 : Count;
}

/// <summary>When guessing is slowed.</summary>
/// <param name="FreeFailures">The failures that have no consequence.</param>
/// <param name="FirmFailures">
/// The failures from which on one has to wait before the next try. Between the two a wait is only told of: a right password passes.
/// </param>
public sealed record LockOutRule(int FreeFailures, int FirmFailures)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);

    /// <summary>The most that anybody waits, so that no attack keeps a user out.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromMinutes(1);

    /// <summary>A client not known, at one account: five tries, then 5 s, 10 s, ... 1 min; at most 70 an hour.</summary>
    public static LockOutRule PerClient { get; } = new(5, 5);

    /// <summary>
    /// A device or session that has proved the password before: its tries are checked up to the hundredth, whatever else goes on, then
    /// one a minute; at most 160 an hour.
    /// </summary>
    public static LockOutRule PerKnown { get; } = new(5, 100);

    /// <summary>Trying many accounts from one place, where many honest people may sit; at most 160 an hour.</summary>
    public static LockOutRule PerAddress { get; } = new(100, 100);

    /// <summary>
    /// All clients of an account that are not known: they are not locked together, but from the twentieth failure on each of them waits
    /// before every try, the first included.
    /// </summary>
    public static LockOutRule PerAccount { get; } = new(20, int.MaxValue);

    /// <summary>The wait after so many failures.</summary>
    public TimeSpan WaitAfter(int failures)
    {
        if (failures < FreeFailures)
            return TimeSpan.Zero;
        var doubled = FirstWait * Math.Pow(2, Math.Min(failures - FreeFailures, 10));
        return doubled < LongestWait ? doubled : LongestWait;
    }

    /// <summary>One more failure.</summary>
    /// <param name="before">The failures so far.</param>
    /// <param name="now">The time.</param>
    /// <param name="brake">What the client waits in any case.</param>
    public FailedSignIns Fail(FailedSignIns before, DateTimeOffset now, TimeSpan brake = default)
    {
        var counted = before.CountAt(now);
        var count = counted + 1;
        var wait = count < FirmFailures || WaitAfter(count) < brake ? brake : WaitAfter(count);
        return before with { Count = count, Since = counted == 0 ? now : before.Since, LockedUntil = now + wait };
    }

    /// <summary>What a client is told to wait whose wrong password was checked although it should have waited; else null.</summary>
    public TimeSpan? Told(FailedSignIns after) =>
        after.Count > FreeFailures && FirmFailures > FreeFailures ? WaitAfter(after.Count) : null;
}
