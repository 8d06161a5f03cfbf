using System.Buffers;
using System.Text;

namespace Focusflow.Core.Foundation.Input;

/// <summary>
/// Parameters in spellings that other APIs have: <c>tags[0]=a</c>, <c>filter[tags]=a</c>, <c>dueFrom</c>, <c>due-from</c>. Passing over
/// one would answer an unfiltered list as if it were filtered.
/// </summary>
public static class ParameterSpelling
{
    private static readonly char[] Separators = ['[', ']', '.'];

    // A name of these alone stands for nothing but itself.
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>The parameter sent that is a known one misspelt, with what it must be; null when there is none.</summary>
    /// <param name="sent">The names sent.</param>
    /// <param name="known">The names known.</param>
    public static (string Sent, string Rule)? FindWrong(IEnumerable<string> sent, IReadOnlyCollection<string> known)
    {
        foreach (var name in sent)
        {
            if (!IsKnown(name.EndsWith("[]", StringComparison.Ordinal) ? name[..^2] : name, known) && Meant(name, known) is { } meant)
                return (name, $"is not a parameter; write {meant}{(IsIndexed(name) ? $"=a,b or {meant}=a&{meant}=b" : "")}");
        }

        return null;
    }

    private static bool IsIndexed(string name) => name is [.., >= '0' and <= '9', ']'];

    private static string? Meant(string name, IReadOnlyCollection<string> known) => name.AsSpan().ContainsAnyExcept(Plain)
        ? name.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Select(Snake).FirstOrDefault(part => IsKnown(part, known))
        : null;

    private static bool IsKnown(string name, IReadOnlyCollection<string> known) => known.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string Snake(string part)
    {
        var snake = new StringBuilder(part.Length + 4);
        foreach (var character in part)
        {
            if (char.IsAsciiLetterUpper(character) && snake.Length > 0)
                snake.Append('_');
            snake.Append(character == '-' ? '_' : char.ToLowerInvariant(character));
        }

        return snake.ToString();
    }
}
