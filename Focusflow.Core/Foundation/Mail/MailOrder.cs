using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Foundation.Mail;

/// <summary>
/// That a mail is to be sent. It holds neither an address nor a code: what is written, and whether it still is, is found in the
/// store when it is sent. Ordered like a timer, before what it tells of is committed.
/// </summary>
/// <param name="Kind">What it is, such as <c>reset</c>; says who writes it.</param>
/// <param name="Person">Whom it is for: a user's id, or the hashed id of an address.</param>
/// <param name="Cause">What it is sent for, once.</param>
public sealed record MailOrder(string Kind, string Person, string Cause) : IDurableTimer
{
    /// <summary>Before when it is not to be sent; null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The name of the orchestration that sends it.</summary>
    public const string Orchestration = "SendMail";

    string IDurableTimer.Orchestration => Orchestration;

    /// <summary>The same for the same cause and person.</summary>
    public string InstanceId() => $"mail-{Id()}";

    /// <summary>What tells this mail from others, a GUID.</summary>
    public string Id() => StableId.Of($"mail:{Kind}:{Person}:{Cause}");
}
