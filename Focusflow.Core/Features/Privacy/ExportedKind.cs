using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Features.CalendarFeed;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Insights;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Features.Push;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Features.Shutdown;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Features.Webhooks;
using Focusflow.Core.Features.Wellness;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Privacy;

/// <summary>A kind of document as the export shows it.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Type">How it is stored; tells names from data, instants from text, and what is secret.</param>
/// <param name="PageSize">How many are held in memory at a time.</param>
public sealed record ExportedKind(string Kind, JsonTypeInfo Type, int PageSize)
{
    private const int UsualPage = 100;

    /// <summary>
    /// Every kind in a user's partition, in the order of the export. A new kind is added here; a test finds all kinds and
    /// fails for one that is missing.
    /// </summary>
    public static IReadOnlyList<ExportedKind> OfUser { get; } =
    [
        Of<Account>(),
        Of<Access>(),
        Of<FailedSignIns>(),
        Of<Onboarding>(),
        Of<EmailChangeRequest>(),
        Of<TaskDocument>(),
        Of<FocusSession>(),
        Of<OpenSession>(),
        Of<TimeLog>(),
        Of<OpenWork>(),
        Of<ShutdownPlan>(),
        Of<ReviewPlan>(),
        Of<Reflection>(),
        Of<ShutdownDays>(),
        Of<WellnessDays>(),
        Of<InsightMonth>(),
        Of<InsightYear>(),
        Of<InsightState>(),
        Of<ChallengeWeek>(),
        Of<WeekScore>(),
        Of<ChallengeTotals>(),
        Of<NotificationDocument>(),
        Of<ReachedMark>(),
        Of<PushSubscriptions>(),
        Of<WebhookDocument>(),
        Of<WebhookAttempts>(),
        Of<CalendarFeedDocument>(),
        Of<KeyedRequest>(pageSize: 10), // an answer kept may have half a megabyte
    ];

    /// <summary>The kinds that stand where no account is, so that nobody can ask for them.</summary>
    public static IReadOnlyList<string> WithoutAccount { get; } = [AbandonedAccount.KindName, DepartingAccount.KindName];

    /// <summary>A kind by its type.</summary>
    public static ExportedKind Of<T>(int pageSize = UsualPage)
        where T : Document, IDocument<T> =>
        new(T.KindName, T.JsonType, pageSize);
}
