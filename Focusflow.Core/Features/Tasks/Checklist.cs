using System.Text.Json;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Text;

namespace Focusflow.Core.Features.Tasks;

/// <summary>
/// The rules of the checklist in a task. The list that a client sends is the list there is then, in that order: a step named by
/// its id is kept, with what else was sent of it; one without an id is new; one that is not named is gone.
/// </summary>
public static class Checklist
{
    /// <summary>The most steps of one task.</summary>
    public const int MaxCount = 50;

    /// <summary>The longest title of a step, in characters.</summary>
    public const int MaxTitle = 255;

    private static readonly FieldRule Rule = new("steps", FieldType.List)
    {
        Max = MaxCount,
        Nullable = true,
        Items = new FieldRule("step", FieldType.FreeForm)
        {
            Fields = [new("id", FieldType.Text) { Nullable = true, Max = 36 }, new("title", FieldType.Text) { Min = 1, Max = MaxTitle }, new("completed", FieldType.Flag)],
        },
    };

    /// <summary>Reads the field <c>steps</c>: a list of <c>{"id"?, "title", "completed"?}</c>; null stands for no steps.</summary>
    public static Change<IReadOnlyList<SentStep>> Read(FieldReader fields, UserCalendar calendar)
    {
        if (fields.Element("steps", Rule) is not { } sent)
            return default;
        if (sent.ValueKind == JsonValueKind.Null)
            return new Change<IReadOnlyList<SentStep>>([]);
        if (sent.ValueKind != JsonValueKind.Array || sent.EnumerateArray().Any(step => step.ValueKind != JsonValueKind.Object))
            return Wrong(fields, "steps must be a list of objects such as {\"title\": \"Call\"}.");
        if (sent.GetArrayLength() > MaxCount)
            return Wrong(fields, $"A task can have at most {MaxCount} steps.");

        var steps = new List<SentStep>();
        foreach (var element in sent.EnumerateArray())
        {
            if (!ReadOne(new FieldReader(element, calendar)).Succeeded(out var step, out var problem))
                return Wrong(fields, $"Step {steps.Count + 1}: {problem.Detail}");
            if (step.Id is not null && steps.Exists(other => other.Id == step.Id))
                return Wrong(fields, "steps must not name the same id twice.");
            steps.Add(step);
        }

        return new Change<IReadOnlyList<SentStep>>(steps);
    }

    /// <summary>The steps after a change; when nothing changes, the very same.</summary>
    /// <param name="sent">What the client sent.</param>
    /// <param name="current">The steps that are there.</param>
    /// <param name="problem">Why not, or null.</param>
    public static IReadOnlyList<TaskStep> Apply(Change<IReadOnlyList<SentStep>> sent, IReadOnlyList<TaskStep> current, out Problem? problem)
    {
        problem = null;
        if (!sent.IsSet)
            return current;
        var steps = new List<TaskStep>();
        foreach (var step in sent.Value!)
        {
            var known = step.Id is { } id ? current.FirstOrDefault(found => found.Id == id) : null;
            if (step.Id is not null && known is null)
            {
                problem = Problem.Invalid("steps", $"The task has no step {step.Id}.");
                return current;
            }

            steps.Add(new TaskStep(known?.Id ?? step.NewId, step.Title ?? known!.Title, step.Completed ?? known?.Completed ?? false));
        }

        return steps.SequenceEqual(current) ? current : steps;
    }

    /// <summary>The steps with one of them done or open; the very same when it is so already, null when there is no such step.</summary>
    public static IReadOnlyList<TaskStep>? Tick(IReadOnlyList<TaskStep> steps, Guid id, bool completed)
    {
        if (steps.FirstOrDefault(step => step.Id == id) is not { } found)
            return null;
        return found.Completed == completed ? steps : [.. steps.Select(step => step.Id == id ? step with { Completed = completed } : step)];
    }

    private static Outcome<SentStep> ReadOne(FieldReader step)
    {
        var sentId = step.Text("id", max: 64);
        Guid id = default;
        if (sentId.Or(null) is { } text && !Guid.TryParse(text, out id))
            step.Fail("id", "id must be the id of a step.");
        var title = step.Text("title", MaxTitle, min: 1, trim: true, nullable: false);
        if (title is { IsSet: true, Value: { Length: > 0 } shown } && VisibleText.IsBlank(shown))
            step.Fail("title", "title must hold something to be seen.");
        if (id == default)
            step.Require("title", title);
        var completed = step.Flag("completed");
        return step.Problem is { } problem
            ? problem
            : new SentStep(id == default ? null : id, Guid.NewGuid(), title.Or(null), completed.Or(null));
    }

    private static Change<IReadOnlyList<SentStep>> Wrong(FieldReader fields, string message)
    {
        fields.Fail("steps", message);
        return default;
    }
}
