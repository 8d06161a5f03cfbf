namespace Focusflow.Core.Foundation.Output;

/// <summary>Says that a text, or each text of a list, is one of a few words, for the API's description.</summary>
/// <param name="owner">The type that lists them.</param>
/// <param name="list">Its public static list.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WordsAttribute(Type owner, string list = "All") : Attribute
{
    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words { get; } = (IReadOnlyList<string>?)owner.GetProperty(list)?.GetValue(null)
        ?? throw new ArgumentException($"{owner.Name} has no public static list {list}.", nameof(list));
}
