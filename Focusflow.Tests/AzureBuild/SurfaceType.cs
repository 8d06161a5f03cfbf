using System.Text;

namespace Focusflow.Tests.AzureBuild;

/// <summary>One type of a list, with its members, to be written as C#.</summary>
/// <param name="name">The full name.</param>
/// <param name="declaration">What the list says after the name.</param>
internal sealed class SurfaceType(string name, string declaration)
{
    private readonly string simple = name[(name.LastIndexOf('.', name.IndexOf('<', StringComparison.Ordinal) is var at and > 0 ? at : name.Length - 1) + 1)..];

    /// <summary>The namespace, or the type it is nested in.</summary>
    public string Parent => name[..(name.Length - simple.Length - 1)];

    /// <summary>Its members as listed.</summary>
    public List<(string Name, string Declaration)> Members { get; } = [];

    private bool IsInterface => declaration.Contains(" interface", StringComparison.Ordinal);

    private bool IsRecord => declaration.Contains(" record", StringComparison.Ordinal);

    /// <summary>Writes the type and those nested in it.</summary>
    public void AppendTo(StringBuilder text, IReadOnlyDictionary<string, SurfaceType> types)
    {
        if (declaration.StartsWith("public delegate ", StringComparison.Ordinal))
        {
            text.Append(declaration.Replace(" (", $" {simple}(", StringComparison.Ordinal)).AppendLine(";");
            return;
        }

        AppendHead(text);
        text.AppendLine("{");
        foreach (var (member, rest) in Members)
            text.Append("    ").AppendLine(Member(member[(name.Length + 1)..], rest));
        foreach (var nested in types.Values.Where(type => type.Parent == name))
            nested.AppendTo(text, types);
        text.AppendLine("}");
    }

    // "public sealed class : Attribute [AttributeUsage(...)]"
    private void AppendHead(StringBuilder text)
    {
        var usage = declaration.IndexOf(" [", StringComparison.Ordinal);
        var head = usage < 0 ? declaration : declaration[..usage];
        if (usage >= 0)
            text.AppendLine(Booleans(declaration[(usage + 1)..]));
        var colon = head.IndexOf(" : ", StringComparison.Ordinal);
        text.Append(colon < 0 ? head : head[..colon]).Append(' ').Append(simple).AppendLine(colon < 0 ? "" : head[colon..]);
    }

    private string Member(string member, string rest)
    {
        if (declaration == "public enum")
            return EnumValue(member);
        if (IsRecord && IsMadeByCompiler(member))
            return $"// {member}";
        if (IsInterface)
            rest = rest.Replace("public ", "", StringComparison.Ordinal);
        rest = Booleans(rest);
        if (member.StartsWith(".ctor(", StringComparison.Ordinal))
            return $"{rest} {simple.Split('<')[0]}{member[5..]} => throw null!;";
        if (member.EndsWith('}'))
            return $"{rest} {member.Replace("{ init; }", "{ init { } }", StringComparison.Ordinal)}";
        member = member.Replace(" = null", " = default", StringComparison.Ordinal); // also of type parameters
        return member.Contains('(', StringComparison.Ordinal) ? Method(member, rest) : Field(member, rest);
    }

    // "Canceled = 4 [Obsolete(...)]"
    private static string EnumValue(string member) =>
        member.IndexOf(" [", StringComparison.Ordinal) is var mark and > 0 ? $"{member[mark..]} {member[..mark]}," : member + ",";

    private string Method(string member, string rest)
    {
        var where = rest.IndexOf(" where ", StringComparison.Ordinal) is var at and >= 0 ? rest[at..] : "";
        rest = rest[..(rest.Length - where.Length)];
        if (member.StartsWith("op_Implicit(", StringComparison.Ordinal))
            return $"{rest.Replace("static ", "static implicit operator ", StringComparison.Ordinal)}{member["op_Implicit".Length..]} => throw null!;";
        member = member.Replace("op_Equality(", "operator ==(", StringComparison.Ordinal).Replace("op_Inequality(", "operator !=(", StringComparison.Ordinal);
        if (rest.Contains(" override ", StringComparison.Ordinal))
            where = ""; // inherited
        var body = IsInterface || rest.Contains("abstract ", StringComparison.Ordinal) ? "" : " => throw null!";
        return $"{rest} {member}{where}{body};";
    }

    // "public const string = \"x\"", "public static readonly T"
    private static string Field(string member, string rest)
    {
        var value = rest.IndexOf(" = ", StringComparison.Ordinal);
        return value < 0 ? $"{rest} {member};" : $"{rest[..value]} {member}{rest[value..]};";
    }

    private bool IsMadeByCompiler(string member) =>
        member.StartsWith("op_Equality(", StringComparison.Ordinal)
        || member.StartsWith("op_Inequality(", StringComparison.Ordinal)
        || member.StartsWith("Equals(", StringComparison.Ordinal)
        || member.StartsWith("EqualityContract ", StringComparison.Ordinal)
        || member.StartsWith("PrintMembers(", StringComparison.Ordinal)
        || member.StartsWith("GetHashCode(", StringComparison.Ordinal)
        || member.StartsWith("ToString(", StringComparison.Ordinal);

    private static string Booleans(string text) =>
        text.Replace("=True", "=true", StringComparison.Ordinal).Replace("=False", "=false", StringComparison.Ordinal)
            .Replace(", False)", ", false)", StringComparison.Ordinal);
}
