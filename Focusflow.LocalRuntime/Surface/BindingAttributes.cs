namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Base of everything that binds a function to something outside.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute
{
    /// <summary>Makes one.</summary>
    public BindingAttribute()
    {
    }
}

/// <summary>Base of the triggers: what starts a function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute
{
    /// <summary>Makes one.</summary>
    public TriggerBindingAttribute()
    {
    }
}

/// <summary>Base of the input bindings: what a function is given besides its trigger.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute
{
    /// <summary>Makes one.</summary>
    public InputBindingAttribute()
    {
    }
}

/// <summary>Base of the output bindings: where what a function returns goes.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public abstract class OutputBindingAttribute : BindingAttribute
{
    /// <summary>Makes one.</summary>
    public OutputBindingAttribute()
    {
    }
}
