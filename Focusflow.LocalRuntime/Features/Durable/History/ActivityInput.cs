namespace Focusflow.LocalRuntime.Features.Durable.History;

/// <summary>What an activity is given. The runner writes it as the only element of a JSON array.</summary>
internal static class ActivityInput
{
    /// <summary>The input itself; null when there is none.</summary>
    public static string? Of(string? written) => written switch
    {
        null or "[null]" => null,
        ['[', .. var input, ']'] => input,
        _ => written,
    };
}
