using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>A binding of a function as the host is told of it: one of the JSON texts in the function's metadata.</summary>
/// <param name="Name">The parameter it belongs to, or <c>$return</c>.</param>
/// <param name="Type">What binds, such as <c>httpTrigger</c>.</param>
/// <param name="IsInput">Whether it gives the function something.</param>
internal sealed record FunctionBinding(string Name, string Type, bool IsInput)
{
    private JsonElement Json { get; init; }

    /// <summary>Whether it starts the function.</summary>
    public bool IsTrigger => Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a binding.</summary>
    public static FunctionBinding Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement.Clone();
        var binding = new FunctionBinding("", "", IsInput: true) { Json = root };
        return binding with
        {
            Name = binding.Text("name") ?? "",
            Type = binding.Text("type") ?? "",
            IsInput = !Enum.TryParse<BindingDirection>(binding.Text("direction"), ignoreCase: true, out var direction) || direction == BindingDirection.In,
        };
    }

    /// <summary>Whether it is of a type; the host does not look at the case.</summary>
    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    /// <summary>A property that is a text; null when it is missing.</summary>
    public string? Text(string property) =>
        Json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A property that is a list of texts; empty when it is missing.</summary>
    public IEnumerable<string> Texts(string property) =>
        Json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select(item => item.GetString() ?? "")
            : [];

    /// <summary>A property that is true or false.</summary>
    public bool Flag(string property, bool otherwise) =>
        Json.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : otherwise;
}
