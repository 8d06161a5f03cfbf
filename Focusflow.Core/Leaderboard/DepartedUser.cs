using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Focusflow.Core.Calendar;
using Focusflow.Core.Challenges;
using Focusflow.Core.Storage;

namespace Focusflow.Core.Leaderboard;

/// <summary>
/// What a deleted account leaves for a few days: deletions are not told by the change feed, and the boards must hear of
/// them. It names nobody; to be created in the transaction that deletes the account document.
/// </summary>
public sealed record DepartedUser : UserDocument, IDocument<DepartedUser>
{
    /// <summary>The id in the user's partition.</summary>
    public const string FixedId = "departed";

    /// <inheritdoc/>
    public static string KindName => "departedUser";

    /// <inheritdoc/>
    public static ContainerDefinition Container => Containers.UserData;

    /// <inheritdoc/>
    public static JsonTypeInfo<DepartedUser> JsonType => BoardJson.Default.DepartedUser;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    [JsonIgnore]
    public override TimeSpan? TimeToLive => TimeSpan.FromDays(7);

    /// <summary>The weeks on whose boards the user was.</summary>
    public IReadOnlyList<string> Weeks { get; init; } = [];

    /// <summary>Notes the boards a user is on, before the documents that tell it are deleted.</summary>
    public static async Task<DepartedUser> PrepareAsync(
        IDocumentStore store, string userId, CancellationToken cancellation = default) => new()
        {
            Id = FixedId,
            UserId = userId,
            Weeks = [.. (await ReadWeeksAsync(store, userId, cancellation)).Select(week => week.ToString())],
        };

    /// <summary>The weeks on whose boards a user may be. There are no points without challenges joined.</summary>
    internal static async Task<IReadOnlyList<IsoWeek>> ReadWeeksAsync(IDocumentStore store, string userId, CancellationToken cancellation)
    {
        var weeks = new List<IsoWeek>();
        string? continuation = null;
        do
        {
            var query = new DocumentQuery(Containers.UserData, userId, ChallengeWeek.KindName)
            {
                Limit = 200,
                Continuation = continuation,
            };
            (var documents, continuation) = await store.QueryAsync<ChallengeWeek>(query, cancellation);
            weeks.AddRange(documents.Select(document => IsoWeek.Parse(document.Week)));
        }
        while (continuation is not null);
        return weeks;
    }
}
