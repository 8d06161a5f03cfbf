using Focusflow.Core.Foundation.Storage;
using Focusflow.Sqlite;
using Focusflow.Tests.Foundation.Storage;

namespace Focusflow.Tests.Foundation.Following;

/// <summary>Following by ranges on SQLite.</summary>
public sealed class SqliteFeedFollowerTests : FeedFollowerContract
{
    private readonly SqliteDatabase database = SqliteDatabase.OpenTemporary();

    public override ValueTask DisposeAsync()
    {
        database.Dispose();
        return base.DisposeAsync();
    }

    protected override Task<IDocumentStore> OpenAsync() =>
        Task.FromResult<IDocumentStore>(new SqliteDocumentStore(database, new SteppedClock()));
}
