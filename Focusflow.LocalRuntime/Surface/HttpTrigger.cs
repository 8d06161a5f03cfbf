using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key a caller of an HTTP function must send.</summary>
public enum AuthorizationLevel
{
    /// <summary>None.</summary>
    Anonymous = 0,

    /// <summary>Not supported by the version 4 host.</summary>
    User = 1,

    /// <summary>The function key or the master key.</summary>
    Function = 2,

    /// <summary>The key of an extension or the master key.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}

/// <summary>Starts a function by an HTTP request.</summary>
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Any method, with the function key.</summary>
    public HttpTriggerAttribute()
        : this(AuthorizationLevel.Function)
    {
    }

    /// <summary>Any method.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

    /// <summary>These methods only.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>These methods only, with the function key.</summary>
    public HttpTriggerAttribute(params string[] methods)
        : this(AuthorizationLevel.Function, methods)
    {
    }

    /// <summary>The key that a caller must send.</summary>
    public AuthorizationLevel AuthLevel { get; }

    /// <summary>The methods it answers to; null or none: all of them.</summary>
    public string[]? Methods { get; }

    /// <summary>The route template below the route prefix; by default the function's name.</summary>
    public string? Route { get; set; }
}
