using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Tests.Features.Leaderboard;

/// <summary>Boards in parts on SQLite.</summary>
public sealed class SqliteBoardPartsTests : BoardPartsContract
{
    protected override IDocumentStore Open(IDocumentStore sqlite) => sqlite;
}
