using System.Reflection;
using System.Runtime.CompilerServices;
using Focusflow.LocalRuntime.Foundation.Settings;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.Configuration;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>Finds the methods behind the functions' metadata and checks them, once. All that is wrong is told together.</summary>
internal sealed class FunctionFinder
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public;

    private readonly List<string> problems = [];
    private readonly Assembly app;
    private readonly TriggerReader triggers;

    private FunctionFinder(Assembly app, string routePrefix, IConfiguration settings)
    {
        this.app = app;
        triggers = new TriggerReader(routePrefix, settings);
    }

    /// <summary>The functions in order of name; throws <see cref="StartRefusedException"/>.</summary>
    public static IReadOnlyList<Function> Find(FunctionSource source, string routePrefix, IConfiguration settings)
    {
        var finder = new FunctionFinder(source.App, routePrefix, settings);
        var functions = source.Read().Select(finder.Read).OfType<Function>()
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase).ToArray();
        finder.CheckNames(functions);
        if (finder.problems.Count == 0)
            finder.problems.AddRange(RouteOverlap.Find(functions));
        return finder.problems.Count == 0 ? functions : throw new StartRefusedException(finder.problems);
    }

    private Function? Read(IFunctionMetadata metadata)
    {
        var name = metadata.Name ?? "";
        var (typeName, methodName) = Split(metadata.EntryPoint ?? "");
        var type = app.GetType(typeName);
        var methods = type?.GetMethods(Declared).Where(method => method.Name == methodName).ToArray() ?? [];
        var what = $"Function {name} ({type?.Name ?? typeName}.{methodName})";
        if (!IsName(name))
            return Refuse($"{what}: a name begins with a letter and has up to 127 more letters, digits, '-' or '_'.");
        if (methods.Length > 1)
            return Refuse($"{what}: {methods.Length} public methods have this name, and the host could not tell them apart.");
        if (methods is not [var method] || !type!.IsVisible || type.IsAbstract && !type.IsSealed || type.ContainsGenericParameters || method.ContainsGenericParameters)
            return Refuse($"{what}: a function is a public method of a public class, neither abstract nor generic.");
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
            return Refuse($"{what}: async void cannot be awaited; return a Task.");
        var bindings = (metadata.RawBindings ?? []).Select(FunctionBinding.Read).ToLookup(binding => binding.IsInput);
        return bindings[false].FirstOrDefault(binding => !binding.Is("http")) is { } output
            ? Refuse($"{what}: the output binding {output.Type} is unknown here.")
            : Bind(name, what, method, [.. bindings[true]]);
    }

    private Function? Bind(string name, string what, MethodInfo method, FunctionBinding[] bindings)
    {
        var starts = Array.FindAll(bindings, binding => binding.IsTrigger);
        if (starts is not [var start])
            return Refuse($"{what}: it needs exactly one trigger, and has {starts.Length}.");
        var (trigger, error) = triggers.Read(name, start);
        if (trigger is null)
            return Refuse($"{what}: {error}");

        var parameters = new List<BoundParameter>();
        foreach (var declared in method.GetParameters())
        {
            var binding = Array.Find(bindings, binding => binding.Name == declared.Name);
            var (source, wrong) = ParameterReader.Read(trigger, declared, binding);
            if (wrong is not null)
                return Refuse($"{what}: parameter {declared.Name} {wrong}");
            parameters.Add(new BoundParameter(declared, source));
        }

        return new Function(name, method, trigger, parameters);
    }

    private void CheckNames(IEnumerable<Function> functions)
    {
        foreach (var same in functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            Refuse($"The name {same.Key} is used by {string.Join(" and ", same.Select(function => function.EntryPoint))}.");
    }

    private Function? Refuse(string problem)
    {
        problems.Add(problem);
        return null;
    }

    private static (string Type, string Method) Split(string entryPoint) =>
        entryPoint.LastIndexOf('.') is > 0 and var end ? (entryPoint[..end], entryPoint[(end + 1)..]) : ("", entryPoint);

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 128 && char.IsAsciiLetter(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
