using Microsoft.DurableTask;
using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.History;

/// <summary>What went wrong, in the runner's own form and as clients see it.</summary>
internal static class Failures
{
    /// <summary>The failure of an exception.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="final">Whether trying again is of no use, as with a function that does not exist.</param>
    public static P.TaskFailureDetails Of(Exception error, bool final = false) => new()
    {
        ErrorType = error.GetType().ToString(),
        ErrorMessage = error.Message,
        StackTrace = error.StackTrace,
        InnerFailure = error.InnerException is { } inner ? Of(inner) : null,
        IsNonRetriable = final,
    };

    /// <summary>That a sub-orchestration was terminated.</summary>
    public static P.TaskFailureDetails Terminated(string? output) =>
        new() { ErrorType = "OrchestrationTerminated", ErrorMessage = output ?? "The sub-orchestration was terminated." };

    /// <summary>As clients see it.</summary>
    public static TaskFailureDetails Shown(P.TaskFailureDetails failure) => new(
        failure.ErrorType,
        failure.ErrorMessage,
        failure.StackTrace,
        failure.InnerFailure is { } inner ? Shown(inner) : null,
        Properties: null);
}
