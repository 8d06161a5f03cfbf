using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Features.Durable.History;
using Focusflow.LocalRuntime.Features.Durable.Storage;
using Microsoft.DurableTask.Client;
using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.Client;

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
        FailureDetails = row.Failure is { } failure ? Failures.Shown(P.TaskFailureDetails.Parser.ParseFrom(failure)) : null,
        Tags = StoredTags.Read(row.Tags),
    };
}
