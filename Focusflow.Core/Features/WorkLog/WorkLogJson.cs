using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.WorkLog;

/// <summary>How the documents of the work log are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(StoredInstantConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TimeLog))]
[JsonSerializable(typeof(OpenWork))]
internal sealed partial class WorkLogJson : JsonSerializerContext;
