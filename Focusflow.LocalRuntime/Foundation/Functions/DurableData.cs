using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>How inputs, outputs, events and custom status are written: as the worker does when nothing else is configured.</summary>
public static class DurableData
{
    /// <summary>JSON with the names of the properties as declared; read without regard to case. Fields are left out.</summary>
    public static DataConverter Converter { get; } = new JsonDataConverter(new JsonSerializerOptions { PropertyNameCaseInsensitive = true });
}
