using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Focus;

/// <summary>How the documents of focus sessions are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(StoredInstantConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FocusSession))]
[JsonSerializable(typeof(OpenSession))]
internal sealed partial class FocusJson : JsonSerializerContext;
