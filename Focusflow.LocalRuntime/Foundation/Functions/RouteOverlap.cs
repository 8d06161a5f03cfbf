using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>
/// Finds routes that one request can match. Which of them wins on the real host depends on the functions' names, so no
/// two may.
/// </summary>
internal static class RouteOverlap
{
    /// <summary>What is wrong with the routes, a sentence each.</summary>
    public static IEnumerable<string> Find(IReadOnlyList<Function> functions)
    {
        var constraints = new RouteConstraints();
        var routes = functions.Where(function => function.Trigger is Trigger.Http).ToArray();
        var broken = routes
            .Select(function => (Function: function, Error: constraints.Check(Http(function).Route)))
            .Where(found => found.Error is not null)
            .ToArray();
        if (broken.Length > 0)
            return broken.Select(found => $"Function {found.Function.Name}: the route {Http(found.Function).Route.RawText} {found.Error}.");

        return
            from i in Enumerable.Range(0, routes.Length)
            from j in Enumerable.Range(i + 1, routes.Length - i - 1)
            where Meet(constraints, Http(routes[i]), Http(routes[j]))
            select $"One request can match both {Describe(routes[i])} and {Describe(routes[j])}; tell them apart by a constraint such as {{id:guid}}.";
    }

    private static Trigger.Http Http(Function function) => (Trigger.Http)function.Trigger;

    private static string Describe(Function function) =>
        $"{function.Name} ({(Http(function).Methods is { Count: > 0 } methods ? string.Join(", ", methods) : "any method")} {Http(function).Route.RawText})";

    private static bool Meet(RouteConstraints constraints, Trigger.Http one, Trigger.Http other) =>
        (one.Methods.Count == 0 || other.Methods.Count == 0 || one.Methods.Intersect(other.Methods, StringComparer.Ordinal).Any())
        && Meet(constraints, one.Route.PathSegments, 0, other.Route.PathSegments, 0);

    /// <summary>Whether one path can match what is left of both routes.</summary>
    private static bool Meet(
        RouteConstraints constraints,
        IReadOnlyList<RoutePatternPathSegment> one,
        int i,
        IReadOnlyList<RoutePatternPathSegment> other,
        int j)
    {
        if (i == one.Count || j == other.Count)
            return CanBeLeftOut(one, i) && CanBeLeftOut(other, j);
        if (IsCatchAll(one[i]) || IsCatchAll(other[j]))
            return true;
        return Meet(constraints, one[i], other[j]) && Meet(constraints, one, i + 1, other, j + 1);
    }

    private static bool CanBeLeftOut(IReadOnlyList<RoutePatternPathSegment> segments, int from) =>
        segments.Skip(from).All(segment => Parameter(segment) is { } parameter && (parameter.IsOptional || parameter.IsCatchAll || parameter.Default is not null));

    private static bool Meet(RouteConstraints constraints, RoutePatternPathSegment one, RoutePatternPathSegment other)
    {
        if (Literal(one) is { } text)
            return Takes(constraints, other, text);
        if (Literal(other) is { } otherText)
            return Takes(constraints, one, otherText);
        return Parameter(one) is not { } a || Parameter(other) is not { } b || !RouteConstraints.AreDisjoint(a, b);
    }

    private static bool Takes(RouteConstraints constraints, RoutePatternPathSegment segment, string text)
    {
        if (Literal(segment) is { } literal)
            return string.Equals(literal, text, StringComparison.OrdinalIgnoreCase);
        if (Parameter(segment) is { } parameter)
            return constraints.Accept(parameter, text);

        var shape = new StringBuilder("^");
        foreach (var part in segment.Parts)
        {
            shape.Append(part switch
            {
                RoutePatternLiteralPart fixedText => Regex.Escape(fixedText.Content),
                RoutePatternSeparatorPart separator => $"({Regex.Escape(separator.Content)})?",
                RoutePatternParameterPart { IsOptional: true } => "(.*)",
                _ => "(.+)",
            });
        }

        return Regex.IsMatch(text, shape.Append('$').ToString(), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }

    private static bool IsCatchAll(RoutePatternPathSegment segment) => Parameter(segment) is { IsCatchAll: true };

    private static string? Literal(RoutePatternPathSegment segment) =>
        segment.IsSimple && segment.Parts[0] is RoutePatternLiteralPart literal ? literal.Content : null;

    private static RoutePatternParameterPart? Parameter(RoutePatternPathSegment segment) =>
        segment.IsSimple ? segment.Parts[0] as RoutePatternParameterPart : null;
}
