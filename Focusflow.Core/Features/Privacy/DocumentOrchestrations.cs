using System.Text.Json;
using Focusflow.Core.Features.Focus;
using Focusflow.Core.Features.Push;
using Focusflow.Core.Features.Reminders;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Features.Webhooks;
using Focusflow.Core.Features.WorkLog;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Privacy;

/// <summary>
/// Which orchestrations wait on behalf of a document, so that they can be ended when it is deleted with its user. The one
/// list of them: a feature whose documents have orchestrations adds a line. No orchestration is named by two documents, for ending
/// one twice is a warning in the host's log.
/// </summary>
public static class DocumentOrchestrations
{
    private static readonly Dictionary<string, Func<StoredDocument, DateTimeOffset, IEnumerable<OrchestrationName>>> ByKind = new(StringComparer.Ordinal)
    {
        [TaskDocument.KindName] = (document, now) => document.As<TaskDocument>() is { ReminderTime: { } due } task && due > now
            ? [OrchestrationName.Of(new ReminderTimer(task.UserId, task.Id, due).InstanceId())]
            : [],
        [FocusSession.KindName] = (document, now) => document.As<FocusSession>() is { IsOpen: false, PlannedEnd: { } end } session && end > now
            ? [OrchestrationName.Of(new SessionWakeUp(session.UserId, session.Id, end).InstanceId())]
            : [],

        // A session that was paused and resumed has several; only the open one, which is left to its marker, is worth looking for all of them.
        [OpenSession.KindName] = (document, _) => [OrchestrationName.Beginning(SessionWakeUp.PrefixOf(document.As<OpenSession>().SessionId))],
        [OpenWork.KindName] = (document, _) => document.As<OpenWork>() is { BreakDue: { } due } work
            ? [OrchestrationName.Of(new BreakTimer(work.UserId, due).InstanceId())]
            : [],
        [PushSubscriptions.KindName] = (document, _) => document.As<PushSubscriptions>().Subscriptions.Select(browser => OrchestrationName.Beginning(PushOrder.PrefixOf(browser.Id))),
        [WebhookDocument.KindName] = (document, _) => [OrchestrationName.Beginning(WebhookMessage.PrefixOf(document.Id))],
    };

    /// <summary>The orchestrations that may still wait for a document; some may have ended or never have been.</summary>
    public static IReadOnlyList<OrchestrationName> Of(StoredDocument document, DateTimeOffset now)
    {
        try
        {
            return ByKind.TryGetValue(document.Kind, out var names) ? [.. names(document, now)] : [];
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            return []; // what this version cannot read must be deleted all the same
        }
    }
}

/// <summary>One orchestration by its id, or all whose ids begin alike.</summary>
/// <param name="Text">The id, or its beginning.</param>
/// <param name="IsPrefix">Whether it is the beginning.</param>
public sealed record OrchestrationName(string Text, bool IsPrefix)
{
    /// <summary>The orchestration of an id.</summary>
    public static OrchestrationName Of(string id) => new(id, IsPrefix: false);

    /// <summary>All orchestrations whose ids begin so.</summary>
    public static OrchestrationName Beginning(string prefix) => new(prefix, IsPrefix: true);
}
