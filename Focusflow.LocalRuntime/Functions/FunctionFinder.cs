using System.Reflection;
using System.Runtime.CompilerServices;
using Focusflow.LocalRuntime.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;

namespace Focusflow.LocalRuntime.Functions;

/// <summary>Finds the functions by reflection, once, and checks them. All that is wrong is told together.</summary>
internal sealed class FunctionFinder
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly List<string> problems = [];
    private readonly TriggerReader triggers;

    private FunctionFinder(string routePrefix, IConfiguration settings) => triggers = new TriggerReader(routePrefix, settings);

    /// <summary>The functions in order of name; throws <see cref="StartRefusedException"/>.</summary>
    public static IReadOnlyList<Function> Find(IEnumerable<Type> types, string routePrefix, IConfiguration settings)
    {
        var finder = new FunctionFinder(routePrefix, settings);
        var functions = finder.Read(types).OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase).ToArray();
        finder.CheckNames(functions);
        if (finder.problems.Count == 0)
            finder.problems.AddRange(RouteOverlap.Find(functions));
        return finder.problems.Count == 0 ? functions : throw new StartRefusedException(finder.problems);
    }

    private IEnumerable<Function> Read(IEnumerable<Type> types)
    {
        foreach (var type in types)
        {
            foreach (var method in type.GetMethods(Declared))
            {
                if (method.IsDefined(typeof(FunctionAttribute), inherit: false) && Read(type, method) is { } function)
                    yield return function;
            }
        }
    }

    private Function? Read(Type type, MethodInfo method)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        var what = $"Function {name} ({type.Name}.{method.Name})";
        if (!IsName(name))
            return Refuse($"{what}: a name begins with a letter and has up to 127 more letters, digits, '-' or '_'.");
        if (!method.IsPublic || !type.IsVisible || type.IsAbstract && !type.IsSealed || type.ContainsGenericParameters || method.ContainsGenericParameters)
            return Refuse($"{what}: a function is a public method of a public class, neither abstract nor generic.");
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
            return Refuse($"{what}: async void cannot be awaited; return a Task.");

        var declared = method.GetParameters();
        var attributes = Array.ConvertAll(declared, parameter => parameter.GetCustomAttributes(inherit: false));
        var marks = attributes.SelectMany(all => all).OfType<TriggerBindingAttribute>().ToArray();
        if (marks.Length != 1)
            return Refuse($"{what}: it needs exactly one trigger, and has {marks.Length}.");

        var (trigger, error) = triggers.Read(name, marks[0]);
        if (trigger is null)
            return Refuse($"{what}: {error}");

        var parameters = new List<BoundParameter>();
        for (var i = 0; i < declared.Length; i++)
        {
            var (source, wrong) = ParameterReader.Read(trigger, declared[i], attributes[i]);
            if (wrong is not null)
                return Refuse($"{what}: parameter {declared[i].Name} {wrong}");
            parameters.Add(new BoundParameter(declared[i], source));
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

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 128 && char.IsAsciiLetter(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
