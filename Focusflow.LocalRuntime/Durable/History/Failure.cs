using Microsoft.DurableTask;

namespace Focusflow.LocalRuntime.Durable.History;

/// <summary>A failure as it is stored.</summary>
/// <param name="Type">The exception's type.</param>
/// <param name="Message">Its message.</param>
/// <param name="Stack">Its stack trace.</param>
/// <param name="Inner">What caused it.</param>
/// <param name="Final">Whether trying again is of no use, as with a function that does not exist.</param>
internal sealed record Failure(string Type, string Message, string? Stack, Failure? Inner, bool Final = false)
{
    /// <summary>The failure of an exception.</summary>
    public static Failure Of(Exception error) => new(
        error.GetType().ToString(),
        error.Message,
        error.StackTrace,
        error switch
        {
            TaskFailedException failed => Of(failed.FailureDetails),
            { InnerException: { } inner } => Of(inner),
            _ => null,
        });

    /// <summary>As the code and clients see it.</summary>
    public TaskFailureDetails ToDetails() => new(Type, Message, Stack, Inner?.ToDetails(), Properties: null);

    private static Failure Of(TaskFailureDetails details) => new(
        details.ErrorType,
        details.ErrorMessage,
        details.StackTrace,
        details.InnerFailure is { } inner ? Of(inner) : null);
}
