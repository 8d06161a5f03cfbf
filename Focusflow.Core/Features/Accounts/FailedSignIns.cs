using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// How often signing in failed lately, under one e-mail address (also one that nobody has) or from one network address.
/// </summary>
public sealed record FailedSignIns : Document, IDocument<FailedSignIns>
{
    /// <inheritdoc/>
    public static string KindName => "failedSignIns";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.Identities;

    /// <inheritdoc/>
    public static JsonTypeInfo<FailedSignIns> JsonType => AccountsJson.Default.FailedSignIns;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    [JsonIgnore]
    public override TimeSpan? TimeToLive => Window;

    /// <summary>How long failures are counted together.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromHours(1);

    /// <summary>The failures since <see cref="Since"/>.</summary>
    public int Count { get; init; }

    /// <summary>The first failure counted.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Until when nobody may try.</summary>
    public DateTimeOffset LockedUntil { get; init; }
}

/// <summary>When guessing is stopped, and for how long.</summary>
/// <param name="FreeFailures">The failures that have no consequence.</param>
/// <param name="FirstLock">How long the first lock lasts; each further failure doubles it.</param>
/// <param name="LongestLock">The most a lock lasts.</param>
public sealed record LockOutRule(int FreeFailures, TimeSpan FirstLock, TimeSpan LongestLock)
{
    /// <summary>Guessing one account's password: five tries, then 30 s, 1 min, 2 min, ... 15 min.</summary>
    public static LockOutRule PerAccount { get; } = new(5, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15));

    /// <summary>Trying many accounts from one place, where many honest people may sit: a hundred tries.</summary>
    public static LockOutRule PerAddress { get; } = new(100, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15));

    /// <summary>One more failure.</summary>
    public FailedSignIns Fail(FailedSignIns before, DateTimeOffset now)
    {
        // Counted by the hour, so that the odd typing mistake of a whole office never adds up to a lock.
        if (before.Count == 0 || now - before.Since > FailedSignIns.Window)
            before = before with { Count = 0, Since = now };
        var count = before.Count + 1;
        if (count < FreeFailures)
            return before with { Count = count };
        var doubled = FirstLock * Math.Pow(2, Math.Min(count - FreeFailures, 20));
        return before with { Count = count, LockedUntil = now + (doubled < LongestLock ? doubled : LongestLock) };
    }
}
