
namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>A function that can be called. What calls it is compiled at its first call, so that a start stays short.</summary>
internal sealed class RunnableFunction(Function function, ServiceLifetimes lifetimes)
{
    private readonly Type? bodyType = function.Parameters.FirstOrDefault(parameter => parameter.Source == ParameterSource.Body)?.Info.ParameterType;
    private readonly bool disposes = !function.Method.IsStatic
        && (typeof(IDisposable).IsAssignableFrom(function.Owner) || typeof(IAsyncDisposable).IsAssignableFrom(function.Owner));

    private Func<LocalFunctionContext, object?>? create;
    private Func<object?, LocalFunctionContext, ValueTask<object?>>? call;

    public string Name => function.Name;

    public Trigger Trigger => function.Trigger;

    public LocalFunctionDefinition Definition => function.Definition;

    /// <summary>Makes the class's instance, binds the parameters and calls the method; gives its result.</summary>
    public ValueTask<object?> InvokeAsync(LocalFunctionContext context)
    {
        create ??= InstanceFactory.Compile(function, lifetimes);
        call ??= MethodCall.Compile(function);
        return disposes || bodyType is not null ? InvokeSlowlyAsync(context) : call(create(context), context);
    }

    private async ValueTask<object?> InvokeSlowlyAsync(LocalFunctionContext context)
    {
        if (bodyType is not null)
            context.Body = await JsonBody.ReadAsync(context.Request, bodyType);
        var instance = create!(context);
        try
        {
            return await call!(instance, context);
        }
        finally
        {
            if (instance is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else if (instance is IDisposable disposable)
                disposable.Dispose();
        }
    }
}
