using System.Text;
using System.Text.RegularExpressions;

namespace Focusflow.Tests.AzureBuild;

/// <summary>
/// Turns the lists of the packages' public surface (<c>TestData/azure-surface</c>) back into C# declarations without
/// bodies, so that the compiler can check code against them. What the compiler makes of records by itself is left out.
/// </summary>
internal static partial class SurfaceSource
{
    private const string Separator = " :: ";

    // The names that the lists do not qualify come from here.
    private const string Usings = """
        #nullable enable
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        """;

    /// <summary>The declarations of all lists together, as one source text.</summary>
    public static string Of(IEnumerable<string> lines)
    {
        var types = new SortedDictionary<string, SurfaceType>(StringComparer.Ordinal);
        var members = new List<(string Name, string Declaration)>();
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            var (name, declaration) = Split(line);
            if (TypeDeclaration().IsMatch(declaration))
                types.TryAdd(name, new SurfaceType(name, declaration)); // two packages have a ServiceCollectionExtensions each
            else
                members.Add((name, declaration));
        }

        foreach (var (name, declaration) in members)
            OwnerOf(name, types).Members.Add((name, declaration));

        var text = new StringBuilder(Usings);
        foreach (var type in types.Values.Where(type => !types.ContainsKey(type.Parent)))
        {
            text.AppendLine().Append("namespace ").AppendLine(type.Parent).AppendLine("{");
            type.AppendTo(text, types);
            text.AppendLine("}");
        }

        // Inside the namespace Microsoft these would be looked for below it.
        return PassedThrough().Replace(text.ToString(), "global::$0");
    }

    private static (string Name, string Declaration) Split(string line)
    {
        var at = line.IndexOf(Separator, StringComparison.Ordinal);
        return at < 0 ? (line, "") : (line[..at], line[(at + Separator.Length)..]);
    }

    // The longest type name that the member's name begins with.
    private static SurfaceType OwnerOf(string member, SortedDictionary<string, SurfaceType> types)
    {
        var end = member.IndexOf('(', StringComparison.Ordinal) is var bracket and >= 0 ? bracket : member.Length;
        for (var dot = member.LastIndexOf('.', end - 1); dot > 0; dot = member.LastIndexOf('.', dot - 1))
        {
            if (types.TryGetValue(member[..dot], out var type))
                return type;
        }

        throw new InvalidOperationException($"No type is listed for {member}.");
    }

    [GeneratedRegex(@"(?<![\w.])(Azure|DurableTask)\.Core\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PassedThrough();

    [GeneratedRegex(@"^public (abstract |sealed |static )*(class|record|struct|interface|enum|delegate)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeDeclaration();
}
