namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>What runs next in an invocation.</summary>
public delegate Task FunctionExecutionDelegate(FunctionContext context);

/// <summary>Runs around every invocation.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Runs around one invocation; calls <paramref name="next"/> or sets the result.</summary>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
