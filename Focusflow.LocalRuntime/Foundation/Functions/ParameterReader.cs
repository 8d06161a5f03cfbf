using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>Finds what a parameter is bound to.</summary>
internal static class ParameterReader
{
    /// <summary>The binding of <c>[DurableClient]</c>.</summary>
    public const string DurableClient = "durableClient";

    private static readonly HashSet<Type> Simple =
    [
        typeof(string), typeof(Guid), typeof(bool), typeof(byte), typeof(short), typeof(int), typeof(long), typeof(float), typeof(double),
        typeof(decimal), typeof(DateTime), typeof(DateTimeOffset),
    ];

    /// <summary>The source, or what is wrong; the sentence goes on after the parameter's name.</summary>
    public static (ParameterSource Source, string? Error) Read(Trigger trigger, ParameterInfo parameter, FunctionBinding? binding)
    {
        var type = parameter.ParameterType;
        if (type.IsByRef)
            return (default, "must not be passed by reference.");
        if (binding is not null)
        {
            return binding.IsTrigger ? Trigger(trigger, type)
                : binding.Is(DurableClient) && type == typeof(DurableTaskClient) && trigger is not Functions.Trigger.Orchestration ? (ParameterSource.DurableClient, null)
                : (default, $"has the binding {binding.Type}, which gives no {type.Name} here.");
        }

        var attributes = parameter.GetCustomAttributes(inherit: false);
        if (attributes.OfType<InputConverterAttribute>().FirstOrDefault() is { } converter)
        {
            return converter is FromBodyAttribute && trigger is Functions.Trigger.Http
                ? (ParameterSource.Body, null)
                : (default, $"has the binding {converter.GetType().Name}, which is unknown here.");
        }

        if (type == typeof(FunctionContext))
            return (ParameterSource.Context, null);
        if (type == typeof(CancellationToken))
            return (ParameterSource.Cancellation, null);
        return trigger switch
        {
            Functions.Trigger.Http => Http(parameter, attributes),
            Functions.Trigger.Orchestration => (ParameterSource.OrchestrationInput, null),
            Functions.Trigger.Activity when type == typeof(string) && Is(parameter, "instanceId") => (ParameterSource.InstanceId, null),
            _ => (default, $"of type {type.Name} is bound to nothing."),
        };
    }

    private static (ParameterSource Source, string? Error) Trigger(Trigger trigger, Type type)
    {
        (ParameterSource source, Type? wanted) = trigger switch
        {
            Functions.Trigger.Http => (ParameterSource.Request, typeof(HttpRequest)),
            Functions.Trigger.Timer => (ParameterSource.Timer, typeof(TimerInfo)),
            Functions.Trigger.Orchestration => (ParameterSource.Orchestration, typeof(TaskOrchestrationContext)),
            _ => (ParameterSource.ActivityInput, null),
        };
        return wanted is null || wanted == type ? (source, null) : (source, $"must be a {wanted.Name}, not {type.Name}.");
    }

    private static (ParameterSource Source, string? Error) Http(ParameterInfo parameter, object[] attributes)
    {
        var type = parameter.ParameterType;

        // The worker does not read MVC's attributes: [FromQuery] is harmless, since values bind by name anyway.
        if (attributes.OfType<IBindingSourceMetadata>().FirstOrDefault() is { } mvc)
        {
            if (mvc.BindingSource?.Id is not ("Query" or "Path"))
                return (default, $"has MVC's {mvc.GetType().Name}, which the worker ignores; read it from the HttpRequest.");
            if (mvc is IModelNameProvider { Name: { } name } && !Is(parameter, name))
                return (default, $"has MVC's {mvc.GetType().Name} with the name {name}, which the worker ignores.");
        }

        return type == typeof(HttpRequest) ? (ParameterSource.Request, null)
            : Simple.Contains(Nullable.GetUnderlyingType(type) ?? type) ? (ParameterSource.Value, null)
            : (default, $"of type {type.Name} is bound to nothing.");
    }

    private static bool Is(ParameterInfo parameter, string name) => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase);
}
