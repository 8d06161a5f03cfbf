using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Foundation.Output;

/// <summary>
/// Problem details (RFC 9457) as they are sent. <c>message</c> is the <c>detail</c> under the name that existing clients read,
/// <c>code</c> what programs decide by, <c>errors</c> holds messages by field.
/// </summary>
public sealed record ProblemBody(
    string Type, string Title, int Status, string Code, string Detail, string Message, IReadOnlyDictionary<string, string[]>? Errors)
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>How a problem is sent.</summary>
    public static ProblemBody Of(Problem problem) => new(
        problem.Code.Type, problem.Code.Title, (int)problem.Kind, problem.Code.Name, problem.Detail, problem.Detail, problem.Errors);
}

/// <summary>How problem details are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemBody))]
public sealed partial class ProblemJson : JsonSerializerContext;
