using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>What was sent to a trigger: query parameters and, before them, route values.</summary>
internal sealed class LocalBindingContext(HttpContext? http) : BindingContext
{
    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, object?> BindingData => field ??= Read();

    private Dictionary<string, object?> Read()
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        if (http is null)
            return data;
        foreach (var (name, value) in http.Request.Query)
            data[name] = value.ToString();
        foreach (var (name, value) in http.GetRouteData().Values)
            data[name] = value;
        return data;
    }
}
