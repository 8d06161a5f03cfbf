using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.LocalRuntime.Hosting;

/// <summary>One invocation of a function in this host.</summary>
internal abstract class LocalFunctionContext : FunctionContext
{
    public HttpContext? Http { get; init; }

    public abstract InvocationResult InvocationResult { get; }
}
