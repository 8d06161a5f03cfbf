using System.Text.Json;
using Focusflow.Core.Features.Notifications;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Outgoing;

namespace Focusflow.Core.Features.Webhooks;

/// <summary>What a client sends to subscribe.</summary>
/// <param name="Url">Where to.</param>
/// <param name="Events">The kinds of notifications; all when empty.</param>
public sealed record WebhookFields(string Url, IReadOnlyList<string> Events)
{
    private static readonly FieldRule EventRule =
        new("events", FieldType.List) { Max = NotificationKind.All.Count, Items = new("event", FieldType.Text) { Choices = NotificationKind.All } };

    /// <summary>Reads <c>url</c> (required) and <c>events</c> (all when absent or empty).</summary>
    /// <param name="body">What was sent.</param>
    /// <param name="calendar">The user's.</param>
    /// <param name="allowLoopback">Whether this machine may be named (<see cref="OutgoingOptions.AllowLoopback"/>).</param>
    public static Outcome<WebhookFields> Read(JsonElement body, UserCalendar calendar, bool allowLoopback = false)
    {
        var fields = new FieldReader(body, calendar);
        var url = fields.Require("url", fields.Text("url", PublicUrl.MaxLength, min: 1, trim: true, nullable: false));
        var events = ReadEvents(fields);
        if (fields.Problem is null && PublicUrl.Parse(url.Value!, out var wrong, allowLoopback) is null)
            fields.Fail("url", wrong!);
        return fields.Problem is { } problem ? problem : new WebhookFields(url.Value!, events);
    }

    private static string[] ReadEvents(FieldReader fields)
    {
        if (fields.Element("events", EventRule) is not { ValueKind: not JsonValueKind.Null } sent)
            return [];
        if (sent.ValueKind == JsonValueKind.Array
            && sent.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && NotificationKind.All.Contains(item.GetString(), StringComparer.Ordinal)))
        {
            return [.. sent.EnumerateArray().Select(item => item.GetString()!).Distinct(StringComparer.Ordinal)];
        }

        fields.Fail("events", $"events must be a list of {string.Join(", ", NotificationKind.All)}.");
        return [];
    }
}
