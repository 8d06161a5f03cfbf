namespace Focusflow.Core.Foundation.Outcomes;

/// <summary>Which problem it is, for programs: what they decide by, since sentences may change.</summary>
/// <param name="Name">Its name, such as <c>version_stale</c>; never changed, never used for anything else.</param>
/// <param name="Kind">The class of problem, and so its status.</param>
/// <param name="Title">In a few words, the same each time.</param>
/// <param name="Meaning">What has happened and what helps, in a sentence for those who write clients.</param>
public sealed record ProblemCode(string Name, ProblemKind Kind, string Title, string Meaning)
{
    /// <summary>Its place in the API's description, relative to the host.</summary>
    public string Type { get; } = $"/api/docs#problem-{Name}";
}
