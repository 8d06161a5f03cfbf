using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>Compiles how the instance of a function's class is made, a new one for each invocation as the worker does.</summary>
internal static class InstanceFactory
{
    /// <summary>A delegate that makes an instance; gives null for a static method.</summary>
    public static Func<LocalFunctionContext, object?> Compile(Function function, ServiceLifetimes lifetimes)
    {
        if (function.Method.IsStatic)
            return static _ => null;
        if (function.Owner.GetConstructors() is [var constructor] && OnlyNeedsSingletons(constructor, lifetimes))
            return FromSingletons(constructor);

        var factory = ActivatorUtilities.CreateFactory(function.Owner, Type.EmptyTypes);
        return context => factory(context.InstanceServices, null);
    }

    private static bool OnlyNeedsSingletons(ConstructorInfo constructor, ServiceLifetimes lifetimes) =>
        constructor.GetParameters().All(parameter =>
            lifetimes.IsSingleton(parameter.ParameterType) && !parameter.IsDefined(typeof(FromKeyedServicesAttribute)));

    private static Func<LocalFunctionContext, object?> FromSingletons(ConstructorInfo constructor)
    {
        var services = Expression.Parameter(typeof(object[]));
        var types = constructor.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        var make = Expression.Lambda<Func<object[], object>>(
            Expression.New(constructor, types.Select((type, i) => Expression.Convert(Expression.ArrayIndex(services, Expression.Constant(i)), type))),
            services).Compile();

        // Each host compiles its own delegate, so the services of one never reach another.
        object[]? resolved = null;
        return context => make(resolved ??= [.. types.Select(context.Host.Services.GetRequiredService)]);
    }
}
