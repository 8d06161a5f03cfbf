namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Base of every attribute that binds something to a function.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute
{
    /// <summary>For derived attributes.</summary>
    public BindingAttribute()
    {
    }
}

/// <summary>Base of the attributes that say what starts a function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute
{
    /// <summary>For derived attributes.</summary>
    public TriggerBindingAttribute()
    {
    }
}

/// <summary>Base of the attributes that bind further input to a parameter.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute
{
    /// <summary>For derived attributes.</summary>
    public InputBindingAttribute()
    {
    }
}
