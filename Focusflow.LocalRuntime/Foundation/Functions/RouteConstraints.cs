using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Options;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>The inline constraints of routes, each made once.</summary>
internal sealed class RouteConstraints
{
    private static readonly string[] Numbers = ["int", "long", "decimal"];

    private readonly DefaultInlineConstraintResolver resolver = new(Options.Create(Configure(new RouteOptions())), NoServices.Instance);
    private readonly Dictionary<string, IRouteConstraint?> known = new(StringComparer.Ordinal);

    /// <summary>Adds the constraints that a slim host leaves out.</summary>
    public static RouteOptions Configure(RouteOptions options)
    {
        options.SetParameterPolicy<RegexInlineRouteConstraint>("regex");
        return options;
    }

    /// <summary>What is wrong with the constraints of a route, or null.</summary>
    public string? Check(RoutePattern route)
    {
        foreach (var content in route.Parameters.SelectMany(parameter => parameter.ParameterPolicies).Select(policy => policy.Content))
        {
            try
            {
                if (content is not null && Find(content) is null)
                    return $"has the constraint {content}, which does not exist";
            }
            catch (RouteCreationException error)
            {
                return $"has a constraint that cannot be read: {error.Message}";
            }
        }

        return null;
    }

    /// <summary>Whether a parameter takes a text.</summary>
    public bool Accept(RoutePatternParameterPart parameter, string text) =>
        parameter.ParameterPolicies.All(policy =>
            policy.Content is null
            || Find(policy.Content)?.Match(
                null, null, parameter.Name, new RouteValueDictionary { [parameter.Name] = text }, RouteDirection.IncomingRequest) != false);

    /// <summary>
    /// Whether no text satisfies both. Only what is certain: even <c>guid</c> and <c>int</c> meet in 32 digits that begin
    /// with zeros.
    /// </summary>
    public static bool AreDisjoint(RoutePatternParameterPart one, RoutePatternParameterPart other) =>
        Kinds(one).Any(a => Kinds(other).Any(b => AreDisjoint(a, b) || AreDisjoint(b, a)));

    private static bool AreDisjoint(string one, string other) =>
        Numbers.Contains(one) ? other is "alpha" or "bool" : one is "guid" && other is "bool";

    private static IEnumerable<string> Kinds(RoutePatternParameterPart parameter) =>
        parameter.ParameterPolicies.Where(policy => policy.Content is not null).Select(policy => policy.Content!.ToLowerInvariant());

    private IRouteConstraint? Find(string content)
    {
        if (!known.TryGetValue(content, out var constraint))
            known[content] = constraint = resolver.ResolveConstraint(content);
        return constraint;
    }

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
