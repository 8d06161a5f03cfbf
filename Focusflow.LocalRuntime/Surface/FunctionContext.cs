namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>What identifies the invocation.</summary>
    public abstract string InvocationId { get; }

    /// <summary>What identifies the function.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The invocation's place in a distributed trace.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What was sent to the trigger.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>How often the invocation has been tried.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this invocation.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>What middleware and function share during the invocation.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>The features of this invocation.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Fires when the client has gone away or the host stops.</summary>
    public virtual CancellationToken CancellationToken { get; }
}

/// <summary>What was sent to the trigger.</summary>
public abstract class BindingContext
{
    /// <summary>The data by name; route values and query of a request.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

/// <summary>How often an invocation has been tried.</summary>
public abstract class RetryContext
{
    /// <summary>The tries before this one.</summary>
    public abstract int RetryCount { get; }

    /// <summary>The most tries there will be.</summary>
    public abstract int MaxRetryCount { get; }
}

/// <summary>A place in a distributed trace (W3C Trace Context).</summary>
public abstract class TraceContext
{
    /// <summary>The <c>traceparent</c>.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The <c>tracestate</c>.</summary>
    public abstract string TraceState { get; }
}

/// <summary>Features of an invocation by type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Sets or, with null, removes a feature.</summary>
    void Set<T>(T? instance);

    /// <summary>The feature of a type, or its default.</summary>
    T? Get<T>();
}
