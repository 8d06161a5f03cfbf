namespace Focusflow.Core.Features.Tasks;

/// <summary>One line of the checklist in a task.</summary>
/// <param name="Id">Its id, unique within the task; stays when the step is renamed, ticked or moved.</param>
/// <param name="Title">1-255 characters, trimmed.</param>
/// <param name="Completed">Whether it is done.</param>
public sealed record TaskStep(Guid Id, string Title, bool Completed);

/// <summary>How far the checklist of a task is.</summary>
/// <param name="Completed">The number of steps that are done.</param>
/// <param name="Total">The number of all.</param>
public sealed record StepProgress(int Completed, int Total)
{
    /// <summary>The progress of some steps; null when there are none.</summary>
    public static StepProgress? Of(IReadOnlyList<TaskStep> steps) =>
        steps.Count == 0 ? null : new StepProgress(steps.Count(step => step.Completed), steps.Count);
}

/// <summary>A step as a client sends it: with the id of one that is there, or as a new one.</summary>
/// <param name="Id">The id of a step of the task; null for a new one.</param>
/// <param name="NewId">The id of a new one; made when it is read, so that deciding again makes the same.</param>
/// <param name="Title">The title; null when it was not sent.</param>
/// <param name="Completed">Whether it is done; null when it was not sent.</param>
public sealed record SentStep(Guid? Id, Guid NewId, string? Title, bool? Completed);
