using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Focusflow.Tests.Foundation.OpenApi.Description;

/// <summary>The documentation comments of the code, as the compiler wrote them beside the assemblies.</summary>
internal static partial class XmlDocs
{
    private static readonly Lazy<Dictionary<string, XElement>> Members = new(() =>
        new[] { typeof(Core.Foundation.Storage.Document), typeof(Functions.Foundation.OpenApi.OperationAttribute) }
            .SelectMany(type => XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml"), LoadOptions.PreserveWhitespace).Descendants("member"))
            .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal));

    /// <summary>What a tag of a type's comment says, or null.</summary>
    public static string? Of(Type type, string tag = "summary") => Read(Find($"T:{NameOf(type)}")?.Element(tag));

    /// <summary>What a method's comment says in a tag, or null.</summary>
    public static string? Of(MethodInfo method, string tag) => Read(Find(method)?.Element(tag));

    /// <summary>What a method says of its answers, by status.</summary>
    public static IEnumerable<(int Status, string Words)> Responses(MethodInfo method) =>
        from response in Find(method)?.Elements("response") ?? []
        select (int.Parse(response.Attribute("code")!.Value, System.Globalization.CultureInfo.InvariantCulture), Read(response)!);

    /// <summary>What is said of a property: by itself, or as a parameter of the record that it belongs to; null when nothing is.</summary>
    public static string? Of(PropertyInfo property) =>
        Read(Find($"P:{NameOf(property.DeclaringType!)}.{property.Name}")?.Element("summary"))
        ?? Read(Find($"T:{NameOf(property.DeclaringType!)}")?.Elements("param").FirstOrDefault(parameter => parameter.Attribute("name")?.Value == property.Name));

    private static XElement? Find(string name) => Members.Value.GetValueOrDefault(name);

    private static XElement? Find(MethodInfo method)
    {
        var start = $"M:{NameOf(method.DeclaringType!)}.{method.Name}(";
        return Members.Value.FirstOrDefault(member => member.Key.StartsWith(start, StringComparison.Ordinal)).Value;
    }

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string? Read(XElement? element)
    {
        if (element is null || element.Element("inheritdoc") is not null)
            return null;
        var text = Spaces().Replace(string.Concat(element.Nodes().Select(Words)), " ").Trim().Replace("\u00b6 ", "\n\n", StringComparison.Ordinal);
        return text.Length == 0 ? null : text;
    }

    // Clients know nothing of our types: what is named to them is a field; anything else stays visible, and a test finds it.
    private static string Words(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "para" } part => "\u00b6 " + string.Concat(part.Nodes().Select(Words)),
        XElement { Name.LocalName: "see" } see when see.Attribute("cref")?.Value is { } target =>
            target.StartsWith("P:", StringComparison.Ordinal) ? $"`{FieldNames.Snake(target.Split('.')[^1])}`" : $"[{target}]",
        XElement other => $"[{other.Name.LocalName}]",
        _ => "",
    };

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
