using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the parameter that is given the <see cref="Microsoft.DurableTask.Client.DurableTaskClient"/>.</summary>
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The setting that holds the connection string; the local runtime has one store and ignores it.</summary>
    public string? ConnectionName { get; set; }

    /// <summary>The task hub; the local runtime has one and ignores it.</summary>
    public string? TaskHub { get; set; }
}
