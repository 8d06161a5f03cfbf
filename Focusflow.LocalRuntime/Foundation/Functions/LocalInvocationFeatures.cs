using System.Collections;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>The features of an invocation.</summary>
internal sealed class LocalInvocationFeatures(LocalFunctionContext context) : IInvocationFeatures
{
    private readonly Dictionary<Type, object> features = [];

    /// <inheritdoc/>
    public T? Get<T>()
    {
        if (features.TryGetValue(typeof(T), out var feature))
            return (T)feature;
        if (typeof(T) == typeof(LocalFunctionContext))
            return (T)(object)context;
        if (typeof(T) != InvocationBindings.Feature)
            return default;
        var bindings = InvocationBindings.Of(context);
        features.Add(typeof(T), bindings);
        return (T)bindings;
    }

    /// <inheritdoc/>
    public void Set<T>(T? instance)
    {
        if (instance is null)
            features.Remove(typeof(T));
        else
            features[typeof(T)] = instance;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
