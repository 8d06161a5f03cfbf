using System.Reflection;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>A function of the app, found and checked.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">Its method.</param>
/// <param name="Trigger">What starts it.</param>
/// <param name="Parameters">What its parameters are bound to, in order.</param>
internal sealed record Function(string Name, MethodInfo Method, Trigger Trigger, IReadOnlyList<BoundParameter> Parameters)
{
    /// <summary>The class that declares it.</summary>
    public Type Owner => Method.DeclaringType!;

    /// <summary>The method's full name, such as <c>Focusflow.Functions.Features.Tasks.TaskFunctions.Create</c>.</summary>
    public string EntryPoint => $"{Owner.FullName!.Replace('+', '.')}.{Method.Name}";

    /// <summary>What functions and middleware see of it.</summary>
    public LocalFunctionDefinition Definition => field ??= new LocalFunctionDefinition(this);
}

/// <summary>A parameter and what it is bound to.</summary>
internal sealed record BoundParameter(ParameterInfo Info, ParameterSource Source)
{
    public string Name => Info.Name!;
}

/// <summary>What a parameter can be bound to.</summary>
internal enum ParameterSource
{
    /// <summary>The HttpRequest.</summary>
    Request,

    /// <summary>The FunctionContext.</summary>
    Context,

    /// <summary>The token that fires when nobody waits any longer.</summary>
    Cancellation,

    /// <summary>A route value or else a query parameter of the same name.</summary>
    Value,

    /// <summary>The JSON body.</summary>
    Body,

    /// <summary>The client of the durable engine.</summary>
    DurableClient,

    /// <summary>The TimerInfo.</summary>
    Timer,

    /// <summary>The TaskOrchestrationContext.</summary>
    Orchestration,

    /// <summary>The input of the orchestration.</summary>
    OrchestrationInput,

    /// <summary>The input of the activity.</summary>
    ActivityInput,

    /// <summary>The id of the orchestration that called the activity.</summary>
    InstanceId,
}
