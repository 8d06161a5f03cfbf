namespace Focusflow.Cosmos;

/// <summary>Keeps what asks for documents waiting while the containers are being created, which begins with the first who asks.</summary>
internal sealed class CosmosGate
{
    private Lazy<Task>? opening;

    /// <summary>Closes it, to be opened by who comes first. What opens it must not fail.</summary>
    public void Close(Lazy<Task> opening) => this.opening = opening;

    /// <summary>Waits until it is open.</summary>
    public Task PassAsync(CancellationToken cancellation) =>
        opening is null || opening is { IsValueCreated: true, Value.IsCompleted: true } ? Task.CompletedTask : opening.Value.WaitAsync(cancellation);
}
