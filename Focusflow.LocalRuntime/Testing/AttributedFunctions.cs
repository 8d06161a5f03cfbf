using System.Reflection;
using System.Text.Json;
using Focusflow.LocalRuntime.Foundation.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Focusflow.LocalRuntime.Testing;

/// <summary>
/// Functions of single classes, such as a test's toys: their attributes say what the worker SDK would have written of them when
/// building an app.
/// </summary>
internal static class AttributedFunctions
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The functions of some classes of one assembly.</summary>
    public static FunctionSource Of(IReadOnlyList<Type> types) =>
        new(types is [var first, ..] ? first.Assembly : typeof(AttributedFunctions).Assembly, () => [.. types.SelectMany(Read)]);

    private static IEnumerable<IFunctionMetadata> Read(Type type) =>
        from method in type.GetMethods(Declared)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        select new DefaultFunctionMetadata
        {
            Language = "dotnet-isolated",
            Name = function.Name,
            EntryPoint = $"{type.FullName}.{method.Name}",
            RawBindings = [.. method.GetParameters().SelectMany(Bindings)],
            ScriptFile = Path.GetFileName(type.Assembly.Location),
        };

    private static IEnumerable<string> Bindings(ParameterInfo parameter) =>
        parameter.GetCustomAttributes(inherit: false).OfType<BindingAttribute>().Select(attribute => Json(parameter.Name!, attribute));

    private static string Json(string parameter, BindingAttribute attribute)
    {
        var binding = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = parameter,
            ["type"] = JsonNamingPolicy.CamelCase.ConvertName(attribute.GetType().Name[..^nameof(Attribute).Length]),
            ["direction"] = "In",
        };
        switch (attribute)
        {
            case HttpTriggerAttribute http:
                binding.Add("authLevel", http.AuthLevel.ToString());
                binding.Add("methods", http.Methods ?? []);
                binding.Add("route", http.Route);
                break;
            case TimerTriggerAttribute timer:
                binding.Add("schedule", timer.Schedule);
                binding.Add("runOnStartup", timer.RunOnStartup);
                binding.Add("useMonitor", timer.UseMonitor);
                break;
        }

        return JsonSerializer.Serialize(binding);
    }
}
