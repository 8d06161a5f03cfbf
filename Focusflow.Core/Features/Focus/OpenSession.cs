using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Focus;

/// <summary>
/// The marker of a user's one open session. Its id is fixed, so of two requests that race for it the store lets one
/// create it, on any number of app instances. Written in every transaction that changes the session.
/// </summary>
public sealed record OpenSession : UserDocument, IDocument<OpenSession>
{
    /// <summary>The id of the marker in every user's partition.</summary>
    public const string FixedId = "open-session";

    /// <inheritdoc/>
    public static string KindName => "openSession";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<OpenSession> JsonType => FocusJson.Default.OpenSession;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>When the session must be settled (<see cref="FocusSession.DueAt"/>); what the sweeper's query asks for.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The marker for a session that is open.</summary>
    public static OpenSession For(FocusSession session) => new()
    {
        Id = FixedId,
        UserId = session.UserId,
        SessionId = session.Id,
        DueAt = session.DueAt ?? throw new InvalidOperationException("The session has ended."),
    };
}
