using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>A function with an HTTP trigger, as its attributes tell it.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Route">The route template as declared.</param>
/// <param name="Methods">The methods, lower case; HEAD goes with GET and is not told apart.</param>
/// <param name="Level">The key that it needs.</param>
/// <param name="Method">The method that it is.</param>
internal sealed record HttpFunction(string Name, string Route, IReadOnlyList<string> Methods, AuthorizationLevel Level, MethodInfo Method)
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The path as OpenAPI writes it: without constraints.</summary>
    public string Path => "/" + string.Join('/', Route.Split('/').Select(WithoutConstraint));

    /// <summary>The parameters in the path with their constraints, such as <c>id</c> and <c>guid</c>.</summary>
    public IEnumerable<(string Name, string? Constraint)> PathParameters =>
        from part in Route.Split('{').Skip(1)
        let inside = part.Split('}')[0].Split(':')
        select (inside[0], inside.Length > 1 ? inside[1] : null);

    /// <summary>All of them.</summary>
    public static IEnumerable<HttpFunction> All() =>
        from type in typeof(HttpFunction).Assembly.GetTypes()
        from function in In(type)
        orderby function.Name
        select function;

    /// <summary>Those of one class.</summary>
    public static IEnumerable<HttpFunction> In(Type type) =>
        from method in type.GetMethods(Declared)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
        where trigger is not null
        select new HttpFunction(
            function.Name, trigger.Route ?? function.Name, [.. (trigger.Methods ?? []).Select(name => name.ToLowerInvariant()).Where(name => name != "head")], trigger.AuthLevel, method);

    private static string WithoutConstraint(string segment)
    {
        var colon = segment.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? segment : segment[..colon] + segment[segment.IndexOf('}', StringComparison.Ordinal)..];
    }
}
