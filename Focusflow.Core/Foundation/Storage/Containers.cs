namespace Focusflow.Core.Foundation.Storage;

/// <summary>The containers of Focusflow, declared once. See docs/storage.md for what lives where.</summary>
public static class Containers
{
    /// <summary>Everything one user owns, so that a use case commits as one transaction.</summary>
    public static ContainerDefinition UserData { get; } = new("userdata", "userId")
    {
        DocumentsExpire = true,
        SortIndexes =
        [
            new("task", "createdAt"),
            new("task", "updatedAt"),
            new("task", "titleKey"),
            new("task", "priorityRank"),
            new("task", "dueFirst"),
            SortIndex.Across("task", "reminderDue") with { IsOptional = true },
            new("task", "agendaUntil"),
            new("task", "seriesId") { IsOptional = true },
            new("notification", "createdAt"),
            new("notification", "madeAt"),
            new("focusSession", "startedAt"),
            new("focusSession", "day"),
            new("focusSession", "taskId") { IsOptional = true },
            SortIndex.Across("openSession", "dueAt"),
            SortIndex.Across("shutdownPlan", "dueAt"),
            SortIndex.Across("reviewPlan", "dueAt"),
            SortIndex.Across("openWork", "breakDue"),
            new("timeLog", "startedAt"),
            new("timeLog", "day"),
            new("reflection", "day"),
            SortIndex.Across("departingAccount", "departingSince"),
        ],
        FilterPaths = ["completed", "priority", "tagKeys", "title", "description", "searchKey", "read", "logType", "agendaFrom"],
        ArrayPaths = ["tagKeys"],
        NarrowIndexes = [new("task", "dueFirst", "completed", false)],
        ElementIndexes = [new("task", "tagKeys")],
    };

    /// <summary>E-mail addresses and external subjects -> user; uniqueness by create-or-conflict. Also what anonymous callers leave behind.</summary>
    public static ContainerDefinition Identities { get; } = new("identities", "id")
    {
        DocumentsExpire = true,
        SortIndexes = [SortIndex.Across("identity", "userId")],
    };

    /// <summary>The catalogue of challenges, all in one partition.</summary>
    public static ContainerDefinition Challenges { get; } = new("challenges", "catalogue");

    /// <summary>One board a week; a large one is in several partitions.</summary>
    public static ContainerDefinition Leaderboards { get; } = new("leaderboards", "board")
    {
        DocumentsExpire = true,
        SortIndexes = [new("boardEntry", "order"), new("boardEntry", "joinOrder"), new("boardEntry", "shard")],
        FilterPaths = ["joinedIds"],
        ArrayPaths = ["joinedIds"],
    };

    /// <summary>State of the service itself.</summary>
    public static ContainerDefinition System { get; } = new("system", "id") { DocumentsExpire = true };

    /// <summary>How far those are who follow what users do, by ranges of users; a follower is a partition.</summary>
    public static ContainerDefinition Followers { get; } = new("followers", "follower");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ContainerDefinition> All { get; } = [UserData, Identities, Challenges, Leaderboards, System, Followers];
}
