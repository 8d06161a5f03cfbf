namespace Focusflow.Core.Foundation.Input;

/// <summary>What a field of a body must be; for the description of the API.</summary>
/// <param name="Name">The field's name as sent.</param>
/// <param name="Type">Its type.</param>
public sealed record FieldRule(string Name, FieldType Type)
{
    /// <summary>Whether it must be sent.</summary>
    public bool Required { get; init; }

    /// <summary>Whether null is accepted (and clears the field).</summary>
    public bool Nullable { get; init; }

    /// <summary>The least length, number or count.</summary>
    public int? Min { get; init; }

    /// <summary>The greatest length, number or count.</summary>
    public int? Max { get; init; }

    /// <summary>The words allowed, when only some are.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>The field that this is an earlier name of, whose rules hold; null for a name of its own.</summary>
    public string? EarlierNameOf { get; init; }

    /// <summary>What is known of the fields of a <see cref="FieldType.FreeForm"/>; others may be there as well.</summary>
    public IReadOnlyList<FieldRule>? Fields { get; init; }

    /// <summary>What the elements of a <see cref="FieldType.List"/> must be.</summary>
    public FieldRule? Items { get; init; }
}

/// <summary>The types of fields.</summary>
public enum FieldType
{
    /// <summary>Any JSON.</summary>
    Any,

    /// <summary>A string; <see cref="FieldRule.Min"/> and <see cref="FieldRule.Max"/> count its characters.</summary>
    Text,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A whole number.</summary>
    WholeNumber,

    /// <summary>An RFC 3339 timestamp.</summary>
    Timestamp,

    /// <summary>A date or an RFC 3339 timestamp.</summary>
    DayOrTimestamp,

    /// <summary>A date, <c>yyyy-MM-dd</c>.</summary>
    Date,

    /// <summary>A time of day, <c>HH:mm</c>.</summary>
    TimeOfDay,

    /// <summary>An array; <see cref="FieldRule.Min"/> and <see cref="FieldRule.Max"/> count its elements.</summary>
    List,

    /// <summary>An object of any shape.</summary>
    FreeForm,
}
