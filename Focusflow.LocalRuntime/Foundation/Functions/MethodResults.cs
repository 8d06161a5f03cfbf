namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>Turns whatever a function's method gives back into one shape; a result that is there already is not awaited.</summary>
internal static class MethodResults
{
    public static ValueTask<object?> OfValue(object? value) => new(value);

    public static ValueTask<object?> OfNothing(Task task)
    {
        return task.IsCompletedSuccessfully ? default : Wait(task);

        static async ValueTask<object?> Wait(Task task)
        {
            await task;
            return null;
        }
    }

    public static ValueTask<object?> OfNothing(ValueTask task) => task.IsCompletedSuccessfully ? default : OfNothing(task.AsTask());

    public static ValueTask<object?> OfTask<T>(Task<T> task)
    {
        return task.IsCompletedSuccessfully ? new(task.Result) : Wait(task);

        static async ValueTask<object?> Wait(Task<T> task) => await task;
    }

    public static ValueTask<object?> OfValueTask<T>(ValueTask<T> task) =>
        task.IsCompletedSuccessfully ? new(task.Result) : OfTask(task.AsTask());
}
