using Focusflow.LocalRuntime.Functions;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The request of an invocation.</summary>
public static class FunctionContextExtensions
{
    /// <summary>The request that started the invocation, or null when none did.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context) => (context as LocalFunctionContext)?.Http;
}

/// <summary>The result of an invocation.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>The result, to be read after the function has run or set instead of running it.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context) =>
        LocalFunctionContext.Of(context).InvocationResult;
}
