namespace Focusflow.Core.Foundation.Input;

/// <summary>A field of a partial update: absent (stays as it is), or set to a value, which may be null (cleared).</summary>
/// <typeparam name="T">The field's type.</typeparam>
public readonly record struct Change<T>
{
    private readonly T? value;

    /// <summary>A change to a value.</summary>
    public Change(T? value)
    {
        this.value = value;
        IsSet = true;
    }

    /// <summary>Whether the field was sent.</summary>
    public bool IsSet { get; }

    /// <summary>The value sent; throws when the field was absent.</summary>
    public T? Value => IsSet ? value : throw new InvalidOperationException("The field was not sent.");

    /// <summary>The value sent, or what was there before.</summary>
    public T? Or(T? current) => IsSet ? value : current;

    /// <summary>A change to a value.</summary>
    public static implicit operator Change<T>(T? value) => new(value);
}
