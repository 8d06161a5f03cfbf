using System.Reflection;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>
/// The one place that reaches for what the worker packages keep to themselves. Middleware reads and sets the result of an
/// invocation with <c>GetInvocationResult()</c>, which asks the context's features for an interface that is internal: a proxy
/// made at run time implements it. And <c>GetHttpContext()</c> reads an item whose key is internal.
/// </summary>
internal class InvocationBindings : DispatchProxy
{
    /// <summary>The interface behind <c>GetInvocationResult()</c>.</summary>
    public static readonly Type Feature = Type.GetType(FeatureName, throwOnError: true)!;

    /// <summary>Under which item <c>GetHttpContext()</c> looks for the request.</summary>
    public const string HttpContextItem = "HttpRequestContext";

    private const string FeatureName = "Microsoft.Azure.Functions.Worker.Context.Features.IFunctionBindingsFeature, Microsoft.Azure.Functions.Worker.Core";

    // Making a proxy takes reflection each time; a copy of one does not.
    private static readonly InvocationBindings Pattern = (InvocationBindings)Create(Feature, typeof(InvocationBindings));

    private LocalFunctionContext? context;

    /// <summary>The feature of an invocation.</summary>
    public static object Of(LocalFunctionContext context)
    {
        var proxy = (InvocationBindings)Pattern.MemberwiseClone();
        proxy.context = context;
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod?.Name)
        {
            case "get_InvocationResult":
                return context!.Result;
            case "set_InvocationResult":
                context!.Result = args![0];
                return null;
            default:
                throw new NotSupportedException($"The local runtime does not serve {targetMethod?.Name} of the worker's bindings.");
        }
    }
}
