using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Accounts;

/// <summary>Sees in the commits of this process whose <see cref="Access"/> was written.</summary>
public sealed class AccessChanges : ICommitObserver
{
    /// <summary>Somebody's access was written; with the user's id.</summary>
    public event Action<string>? Changed;

    /// <inheritdoc/>
    public void Committed(DocumentBatch batch)
    {
        if (batch.Container == Containers.UserData && batch.Writes.Any(write => write.Id == Access.DocumentId))
            Changed?.Invoke(batch.Partition);
    }
}
