using System.Diagnostics.CodeAnalysis;

namespace Focusflow.Core.Foundation.Outcomes;

/// <summary>What a use case answers: a value, or the reason why not.</summary>
/// <typeparam name="T">The value.</typeparam>
public readonly struct Outcome<T>
{
    private readonly T? value;

    private Outcome(T? value, Problem? problem)
    {
        this.value = value;
        Problem = problem;
    }

    /// <summary>Why not, or null.</summary>
    public Problem? Problem { get; }

    /// <summary>The value; throws when there is a problem instead.</summary>
    public T Value => Problem is null
        ? value!
        : throw new InvalidOperationException($"There is no value: {Problem.Detail}");

    /// <summary>Whether there is a value; otherwise gives the problem.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? result, [NotNullWhen(false)] out Problem? problem)
    {
        result = value;
        problem = Problem;
        return Problem is null;
    }

    /// <summary>Wraps a value.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>Wraps a problem.</summary>
    public static implicit operator Outcome<T>(Problem problem) => new(default, problem);
}

/// <summary>The value of an <see cref="Outcome{T}"/> that carries none.</summary>
public readonly record struct Done;
