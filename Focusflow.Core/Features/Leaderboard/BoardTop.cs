using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Leaderboard;

/// <summary>The best users of a board whom others may see, best first.</summary>
public sealed record BoardTop : BoardSummary, IDocument<BoardTop>
{
    /// <summary>The id on every board.</summary>
    public const string FixedId = "top";

    /// <summary>A hundred to show, and one more because a reader's own row is taken out and put where it belongs now.</summary>
    public const int Capacity = 101;

    /// <inheritdoc/>
    public static string KindName => "boardTop";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.Leaderboards;

    /// <inheritdoc/>
    public static JsonTypeInfo<BoardTop> JsonType => BoardJson.Default.BoardTop;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The users, best first. With fewer than <see cref="Capacity"/> these are all.</summary>
    public IReadOnlyList<TopUser> Users { get; init; } = [];

    /// <summary>A part without entries.</summary>
    public static BoardTop Empty(BoardPart part) => new() { Id = FixedId, Board = part.Name, Parts = PartsOf(part) };

    /// <summary>The best of the whole board from those of its parts.</summary>
    public static IReadOnlyList<TopUser> Merge(IReadOnlyList<IReadOnlyList<TopUser>> parts) => parts is [var whole]
        ? whole
        : LeadingList.Merge(parts.SelectMany(part => part), Capacity, static _ => false, [], static user => user.Order());
}

/// <summary>A row of the top list.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Name">The name others see.</param>
/// <param name="Avatar">The avatar others see.</param>
/// <param name="Points">The points.</param>
/// <param name="ReachedAt">When they were reached.</param>
public sealed record TopUser(string UserId, string Name, string Avatar, int Points, DateTimeOffset ReachedAt)
{
    /// <summary>The row of an entry.</summary>
    public static TopUser Of(BoardEntry entry) => new(entry.Id, entry.Name, entry.Avatar, entry.Points, entry.ReachedAt);

    /// <summary>The sort key, as <see cref="BoardEntry.Order"/>.</summary>
    public string Order() => BoardEntry.OrderOf(listed: true, Points, ReachedAt, UserId);
}
