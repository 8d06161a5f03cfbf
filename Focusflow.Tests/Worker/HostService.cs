using System.Collections.Concurrent;
using Focusflow.Tests.Worker.Rpc;
using Grpc.Core;

namespace Focusflow.Tests.Worker;

/// <summary>Where worker processes report to the host.</summary>
internal sealed class HostService : FunctionRpc.FunctionRpcBase
{
    private readonly ConcurrentDictionary<string, WorkerConnection> expected = new(StringComparer.Ordinal);

    /// <summary>The connection of a worker that is about to be started.</summary>
    public WorkerConnection Expect(string workerId) => expected.GetOrAdd(workerId, _ => new WorkerConnection());

    /// <inheritdoc/>
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext()
            || requestStream.Current.ContentCase != StreamingMessage.ContentOneofCase.StartStream
            || !expected.TryGetValue(requestStream.Current.StartStream.WorkerId, out var connection))
        {
            throw new Grpc.Core.RpcException(new Status(StatusCode.InvalidArgument, "Workers begin by saying who they are."));
        }

        await connection.RunAsync(requestStream, responseStream, context.CancellationToken);
    }
}
