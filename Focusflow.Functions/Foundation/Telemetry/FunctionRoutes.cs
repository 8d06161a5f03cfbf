using System.Collections.Concurrent;
using Focusflow.Functions.Foundation.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Foundation.Telemetry;

/// <summary>The routes of HTTP functions for logs and traces: templates, which name no user and no document.</summary>
internal static class FunctionRoutes
{
    // Found when first asked for, so that a start does not pay for it. A handful of names; nothing a client sends.
    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    /// <summary>The route as the API's description writes it, such as <c>/tasks/{id}</c>; the name of a function without one.</summary>
    public static string Of(FunctionDefinition function) =>
        Known.GetOrAdd(function.Name, static (name, function) => Find(function.EntryPoint, name) ?? name, function);

    // The real host tells middleware neither route nor method, but it tells the method's full name.
    private static string? Find(string entryPoint, string name) =>
        entryPoint.LastIndexOf('.') is > 0 and var end && typeof(FunctionRoutes).Assembly.GetType(entryPoint[..end]) is { } type
            ? HttpFunction.In(type).FirstOrDefault(function => function.Name == name)?.Path
            : null;
}
