using System.Collections.Immutable;
using Focusflow.LocalRuntime.Durable.History;
using Focusflow.LocalRuntime.Durable.Storage;
using Microsoft.DurableTask.Client;

namespace Focusflow.LocalRuntime.Durable.Client;

/// <summary>Shows instances as clients see them.</summary>
internal static class InstanceMetadata
{
    /// <summary>An instance; inputs, outputs and the custom status only if they are wanted.</summary>
    public static OrchestrationMetadata Of(InstanceRow row, bool inputsAndOutputs) => new(row.Name, row.Id)
    {
        DataConverter = DurableData.Converter,
        RuntimeStatus = row.Status,
        CreatedAt = new DateTimeOffset(row.Created, TimeSpan.Zero),
        LastUpdatedAt = new DateTimeOffset(row.Updated, TimeSpan.Zero),
        SerializedInput = inputsAndOutputs ? row.Input : null,
        SerializedOutput = inputsAndOutputs ? row.Output : null,
        SerializedCustomStatus = inputsAndOutputs ? row.CustomStatus : null,
        FailureDetails = row.Failure is { } failure ? HistoryJson.ReadFailure(failure).ToDetails() : null,
        Tags = row.Tags is { } tags ? HistoryJson.ReadTags(tags) : ImmutableDictionary<string, string>.Empty,
    };
}
