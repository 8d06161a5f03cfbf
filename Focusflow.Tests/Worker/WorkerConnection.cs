using System.Collections.Concurrent;
using System.Threading.Channels;
using Focusflow.Tests.Worker.Rpc;
using Grpc.Core;
using Content = Focusflow.Tests.Worker.Rpc.StreamingMessage.ContentOneofCase;

namespace Focusflow.Tests.Worker;

/// <summary>The host's end of the stream of messages between it and one worker process.</summary>
internal sealed class WorkerConnection
{

    private readonly Channel<StreamingMessage> outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<(Content, string), TaskCompletionSource<StreamingMessage>> awaited = new();
    private readonly TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the worker wrote to the log, oldest first.</summary>
    public ConcurrentQueue<RpcLog> Logs { get; } = new();

    /// <summary>Done when the worker has reported.</summary>
    public Task ConnectedAsync() => connected.Task.WaitAsync(Patience.Limit, TimeProvider.System);

    /// <summary>Tells the worker what it is to serve; it answers with what it can do.</summary>
    public async Task<WorkerInitResponse> InitializeAsync(string folder)
    {
        var request = new WorkerInitRequest { HostVersion = "4.1037.0", WorkerDirectory = folder, FunctionAppDirectory = folder };
        return (await AskAsync(new() { WorkerInitRequest = request }, Content.WorkerInitResponse)).WorkerInitResponse;
    }

    /// <summary>Asks for the functions.</summary>
    public async Task<FunctionMetadataResponse> FunctionsAsync(string folder)
    {
        var request = new FunctionsMetadataRequest { FunctionAppDirectory = folder };
        return (await AskAsync(new() { FunctionsMetadataRequest = request }, Content.FunctionMetadataResponse)).FunctionMetadataResponse;
    }

    /// <summary>Has a function made ready.</summary>
    public async Task<FunctionLoadResponse> LoadAsync(RpcFunctionMetadata function)
    {
        var request = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function };
        return (await AskAsync(new() { FunctionLoadRequest = request }, Content.FunctionLoadResponse, function.FunctionId)).FunctionLoadResponse;
    }

    /// <summary>Runs a function.</summary>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request) =>
        (await AskAsync(new() { InvocationRequest = request }, Content.InvocationResponse, request.InvocationId)).InvocationResponse;

    /// <summary>Says that nobody waits for an invocation any longer.</summary>
    public void Cancel(string invocationId) =>
        outgoing.Writer.TryWrite(new() { InvocationCancel = new() { InvocationId = invocationId } });

    /// <summary>Tells the worker to end.</summary>
    public void Terminate() => outgoing.Writer.TryWrite(new() { WorkerTerminate = new() });

    /// <summary>Moves messages until the worker is gone.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> sink, CancellationToken gone)
    {
        var sending = SendAsync(sink, gone);
        connected.TrySetResult();
        try
        {
            while (await incoming.MoveNext(gone))
                Receive(incoming.Current);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // A process that ends says no goodbye.
        }
        finally
        {
            outgoing.Writer.TryComplete();
            foreach (var answer in awaited.Values)
                answer.TrySetException(new WorkerGoneException());
        }

        await sending;
    }

    private async Task SendAsync(IServerStreamWriter<StreamingMessage> sink, CancellationToken gone)
    {
        try
        {
            await foreach (var message in outgoing.Reader.ReadAllAsync(gone))
                await sink.WriteAsync(message, gone);
        }
        catch (Exception error) when (error is OperationCanceledException or InvalidOperationException)
        {
            // Nobody is there to read it.
        }
    }

    private async Task<StreamingMessage> AskAsync(StreamingMessage question, Content answer, string id = "")
    {
        var key = (answer, id);
        var pending = awaited.GetOrAdd(key, _ => new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously));
        question.RequestId = Guid.NewGuid().ToString();
        if (!outgoing.Writer.TryWrite(question))
            throw new WorkerGoneException();
        try
        {
            return await pending.Task.WaitAsync(Patience.Limit, TimeProvider.System);
        }
        finally
        {
            awaited.TryRemove(key, out _);
        }
    }

    private void Receive(StreamingMessage message)
    {
        var id = message.ContentCase switch
        {
            Content.FunctionLoadResponse => message.FunctionLoadResponse.FunctionId,
            Content.InvocationResponse => message.InvocationResponse.InvocationId,
            _ => "",
        };
        if (message.ContentCase == Content.RpcLog)
            Logs.Enqueue(message.RpcLog);
        else if (awaited.TryGetValue((message.ContentCase, id), out var pending))
            pending.TrySetResult(message);
    }
}
