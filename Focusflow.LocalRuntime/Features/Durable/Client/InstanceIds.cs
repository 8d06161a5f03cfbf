namespace Focusflow.LocalRuntime.Features.Durable.Client;

/// <summary>Which ids the real host takes.</summary>
internal static class InstanceIds
{
    private const int MaxLength = 256;

    /// <summary>Throws when an id would not be taken.</summary>
    public static void Check(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        if (id.Length > MaxLength)
            throw new ArgumentException($"Instance ids have at most {MaxLength} characters.", nameof(id));
        if (id[0] == '@')
            throw new ArgumentException("Ids of orchestrations must not start with @.", nameof(id));
        if (id.Any(letter => letter is '/' or '\\' or '#' or '?' || char.IsControl(letter)))
            throw new ArgumentException(@"Instance ids must not contain /, \, #, ? or control characters.", nameof(id));
    }
}
