using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>Compiles the binding of a function's parameters and the call of its method, once, so that no call reflects.</summary>
internal static class MethodCall
{
    private static readonly ParameterExpression Instance = Expression.Parameter(typeof(object), "instance");
    private static readonly ParameterExpression Context = Expression.Parameter(typeof(LocalFunctionContext), "context");

    /// <summary>A delegate that calls the method of an instance.</summary>
    public static Func<object?, LocalFunctionContext, ValueTask<object?>> Compile(Function function)
    {
        var method = function.Method;
        var target = method.IsStatic ? null : Expression.Convert(Instance, function.Owner);
        var call = Expression.Call(target, method, function.Parameters.Select(Bind));
        return Expression.Lambda<Func<object?, LocalFunctionContext, ValueTask<object?>>>(Results(call), Instance, Context).Compile();
    }

    private static Expression Bind(BoundParameter parameter)
    {
        var type = parameter.Info.ParameterType;
        return parameter.Source switch
        {
            ParameterSource.Context => Context,
            ParameterSource.Request => Property(nameof(LocalFunctionContext.Request)),
            ParameterSource.Cancellation => Property(nameof(LocalFunctionContext.CancellationToken)),
            ParameterSource.DurableClient => Property(nameof(LocalFunctionContext.DurableClient)),
            ParameterSource.Body => Expression.Convert(Property(nameof(LocalFunctionContext.Body)), type),
            ParameterSource.Timer => Expression.Convert(Property(nameof(LocalFunctionContext.Trigger)), typeof(TimerInfo)),
            ParameterSource.Orchestration => Orchestration(),
            ParameterSource.OrchestrationInput => Expression.Call(Orchestration(), nameof(TaskOrchestrationContext.GetInput), [type]),
            ParameterSource.ActivityInput => Value(nameof(ParameterValues.ActivityInput), type, Activity()),
            ParameterSource.InstanceId => Expression.Property(Activity(), nameof(ActivityInvocation.InstanceId)),
            _ => Value(nameof(ParameterValues.FromRequest), type, Context, Expression.Constant(parameter.Info)),
        };
    }

    private static MemberExpression Property(string name) => Expression.Property(Context, name);

    private static MemberExpression Orchestration() => Property(nameof(LocalFunctionContext.Orchestration));

    private static UnaryExpression Activity() => Expression.Convert(Property(nameof(LocalFunctionContext.Trigger)), typeof(ActivityInvocation));

    private static MethodCallExpression Value(string reader, Type type, params Expression[] arguments) =>
        Expression.Call(typeof(ParameterValues), reader, [type], arguments);

    private static Expression Results(MethodCallExpression call)
    {
        var type = call.Type;
        if (type == typeof(void))
            return Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)));
        if (type == typeof(Task) || type == typeof(ValueTask))
            return Expression.Call(typeof(MethodResults), nameof(MethodResults.OfNothing), null, call);
        if (ValueOf(type, typeof(Task<>)) is { } value)
            return Expression.Call(typeof(MethodResults), nameof(MethodResults.OfTask), [value], call);
        if (ValueOf(type, typeof(ValueTask<>)) is { } direct)
            return Expression.Call(typeof(MethodResults), nameof(MethodResults.OfValueTask), [direct], call);
        return Expression.Call(typeof(MethodResults), nameof(MethodResults.OfValue), null, Expression.Convert(call, typeof(object)));
    }

    private static Type? ValueOf(Type type, Type definition) =>
        type.IsConstructedGenericType && type.GetGenericTypeDefinition() == definition ? type.GenericTypeArguments[0] : null;
}
