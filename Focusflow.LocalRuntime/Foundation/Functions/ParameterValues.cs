using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>Gives parameters their values; a value that does not convert is an exception, which a caller sees as a 500.</summary>
internal static class ParameterValues
{
    /// <summary>A route value, or else a query parameter, of the parameter's name.</summary>
    public static T? FromRequest<T>(LocalFunctionContext context, ParameterInfo parameter)
    {
        var request = context.Request;
        var name = parameter.Name!;
        var text = request.RouteValues.TryGetValue(name, out var value) && value is not null
            ? Convert.ToString(value, CultureInfo.InvariantCulture)
            : request.Query.TryGetValue(name, out var values) && values.Count > 0 ? values.ToString() : null;
        if (text is not null)
            return Parse<T>(name, text);
        if (parameter.HasDefaultValue)
            return parameter.DefaultValue is T fallback ? fallback : default;
        return default(T) is null
            ? default
            : throw new InvalidOperationException($"There is no value for the parameter '{name}'; make it nullable or give it a default.");
    }

    /// <summary>The input of an activity, read as the durable client wrote it.</summary>
    public static T? ActivityInput<T>(ActivityInvocation invocation) =>
        invocation.InputJson is { } input ? DurableData.Converter.Deserialize<T>(input) : default;

    private static T? Parse<T>(string name, string text)
    {
        if (typeof(T) == typeof(string))
            return (T)(object)text;
        try
        {
            if (typeof(T) == typeof(Guid) || typeof(T) == typeof(Guid?))
                return (T)(object)Guid.Parse(text);
            if (typeof(T) == typeof(DateTimeOffset) || typeof(T) == typeof(DateTimeOffset?))
                return (T)(object)DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
            if (typeof(T) == typeof(DateTime) || typeof(T) == typeof(DateTime?))
                return (T)(object)DateTime.Parse(text, CultureInfo.InvariantCulture);

            // The worker reads numbers and truth values as JSON.
            return JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web);
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            throw new InvalidOperationException($"The value of the parameter '{name}' is no {typeof(T).Name}.", error);
        }
    }
}
