namespace Focusflow.Core.Features.Push;

/// <summary>The settings of pushes.</summary>
public sealed record PushOptions
{
    /// <summary>The service's own key; null: no pushes are sent.</summary>
    public PushKey? Key { get; init; }

    /// <summary>How a push service reaches whoever runs this one, a <c>mailto:</c> or https URL (RFC 8292, <c>sub</c>).</summary>
    public string Contact { get; init; } = "mailto:focusflow@localhost";
}
