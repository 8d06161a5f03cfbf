using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Tests.Worker.Rpc;

namespace Focusflow.Tests.Worker;

/// <summary>A function as the worker reports it to the host.</summary>
internal sealed class WorkerFunction(RpcFunctionMetadata metadata)
{
    private readonly List<JsonObject> bindings = [.. metadata.RawBindings.Select(raw => JsonNode.Parse(raw)!.AsObject())];

    public string Name => metadata.Name;

    public string EntryPoint => metadata.EntryPoint;

    /// <summary>The binding that starts it.</summary>
    public JsonObject Trigger => bindings.Single(binding => Type(binding).EndsWith("Trigger", StringComparison.OrdinalIgnoreCase));

    /// <summary>Its types of bindings.</summary>
    public IEnumerable<string> BindingTypes => bindings.Select(Type);

    /// <summary>What the host says to the worker to run it.</summary>
    /// <param name="invocationId">The invocation.</param>
    /// <param name="host">Where the durable extension is reached.</param>
    /// <param name="data">What the trigger gives it.</param>
    /// <param name="about">What is known of the trigger beside that.</param>
    public InvocationRequest Call(string invocationId, Uri host, TypedData data, IEnumerable<(string Name, string Value)> about)
    {
        var request = new InvocationRequest { InvocationId = invocationId, FunctionId = metadata.FunctionId, TraceContext = new() };
        request.InputData.Add(new ParameterBinding { Name = (string)Trigger["name"]!, Data = data });
        foreach (var client in bindings.Where(binding => Type(binding) == "durableClient"))
            request.InputData.Add(new ParameterBinding { Name = (string)client["name"]!, Data = new() { String = DurableClient(host) } });
        foreach (var (name, value) in about)
            request.TriggerMetadata[name] = new TypedData { String = value };
        return request;
    }

    private static string Type(JsonObject binding) => (string)binding["type"]!;

    /// <summary>What the durable extension gives a function that asks for a client.</summary>
    private static string DurableClient(Uri host) => JsonSerializer.Serialize(new
    {
        taskHubName = "Focusflow",
        connectionName = "AzureWebJobsStorage",
        baseUrl = $"{host}runtime/webhooks/durabletask",
        httpBaseUrl = $"{host}runtime/webhooks/durabletask",
        rpcBaseUrl = host.ToString(),
        requiredQueryStringParameters = "taskHub=Focusflow&connection=Storage&code=key",
        maxGrpcMessageSizeInBytes = int.MaxValue,
        grpcHttpClientTimeout = "\"00:01:40\"", // JSON in JSON
    });
}
