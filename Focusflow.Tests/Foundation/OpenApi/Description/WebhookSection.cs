using System.Text.Json.Nodes;
using Focusflow.Core.Features.Notifications;

namespace Focusflow.Tests.Foundation.OpenApi.Description;

/// <summary>What the service sends by itself: webhooks, and the events of the stream.</summary>
internal static class WebhookSection
{
    private const string Schemas = "#/components/schemas/";

    /// <summary>The request that a receiver gets.</summary>
    public static JsonObject Operation() => new()
    {
        ["operationId"] = "ReceiveNotification",
        ["summary"] = "A notification, sent to the URL of a webhook",
        ["description"] = "Signed as the Standard Webhooks specification says. What is not taken with a 2xx is sent again, eight times in 24 hours; then, or at once after a 410, the webhook is switched off.",
        ["tags"] = new JsonArray("Webhooks"),
        ["security"] = new JsonArray(),
        ["parameters"] = new JsonArray(
            Header("webhook-id", "The notification's id: the same each time that it is sent."),
            Header("webhook-timestamp", "When it was sent, in seconds since 1970."),
            Header("webhook-signature", "`v1,` and the base64 of an HMAC-SHA256 with the webhook's secret over id, timestamp and body, joined by dots.")),
        ["requestBody"] = new JsonObject
        {
            ["required"] = true,
            ["description"] = "What has happened.",
            ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = Schemas + "WebhookMessage" } } },
        },
        ["responses"] = new JsonObject
        {
            ["2XX"] = new JsonObject { ["description"] = "Taken; it is not sent again." },
            ["410"] = new JsonObject { ["description"] = "Nobody wants it any more: the webhook is switched off." },
            ["4XX"] = new JsonObject { ["description"] = "Not taken; it is sent again later." },
        },
    };

    /// <summary>The body of a webhook's message.</summary>
    public static JsonObject Message() => Object(
        "A notification on its way to a webhook.",
        ("type", NamedWords.Reference(NotificationKind.All), "What it tells."),
        ("timestamp", new JsonObject { ["type"] = "string", ["format"] = "date-time" }, "The instant it belongs to."),
        ("data", new JsonObject { ["$ref"] = Schemas + "WebhookMessageData" }, "The notification, and what it is about: `task_id`, `session_id` and the like, by kind."));

    /// <summary>An event of the stream, its lines taken apart.</summary>
    public static JsonObject StreamEvent() => Object(
        "An event of the stream of notifications.",
        ("id", new JsonObject { ["type"] = "string" }, "Sent back as `Last-Event-ID` it continues the stream after this event."),
        ("event", new JsonObject { ["type"] = "string", ["const"] = "notification" }, "What the data is."),
        ("data", new JsonObject { ["$ref"] = Schemas + nameof(NotificationResource) }, "The notification, as JSON on one line."));

    /// <summary>What a message is about; kinds of notifications add fields of their own.</summary>
    public static JsonObject MessageData()
    {
        var data = Object(
            "A notification as a webhook is told of it.",
            ("id", new JsonObject { ["type"] = "string", ["format"] = "uuid" }, "The notification's id."),
            ("title", new JsonObject { ["type"] = "string" }, "A few words."),
            ("message", new JsonObject { ["type"] = "string" }, "A sentence."));
        data["additionalProperties"] = true;
        return data;
    }

    private static JsonObject Object(string description, params (string Name, JsonObject Schema, string Words)[] fields)
    {
        foreach (var (_, schema, words) in fields)
            schema["description"] = words;
        return new JsonObject
        {
            ["type"] = "object",
            ["description"] = description,
            ["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Schema))),
            ["required"] = new JsonArray([.. fields.Select(field => (JsonNode)field.Name)]),
        };
    }

    private static JsonObject Header(string name, string description) => new()
    {
        ["name"] = name,
        ["in"] = "header",
        ["required"] = true,
        ["description"] = description,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };
}
