using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Azure.Cosmos;

namespace Focusflow.Tests.Cosmos;

/// <summary>
/// The query parser that the SDK brings along as a native library: the service's own, so it refuses what the service would
/// refuse. The SDK keeps it to itself and asks the service instead unless told otherwise, hence the reflection.
/// </summary>
internal sealed class SdkQueryParser
{
    private const string Namespace = "Microsoft.Azure.Cosmos.Query.Core.QueryPlan.";
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
    private const int BufferSize = 64 * 1024;

    private readonly object interop;
    private readonly object options;
    private readonly IntPtr provider;

    private SdkQueryParser(object interop)
    {
        this.interop = interop;
        options = Options();
        object?[] arguments = ["""{"maxSqlQueryInputLength":524288,"maxLogicalAndPerSqlQuery":2000,"maxLogicalOrPerSqlQuery":2000}""", IntPtr.Zero];
        var result = (uint)Call("CreateServiceProvider", arguments)!;
        provider = result == 0 ? (IntPtr)arguments[1]! : throw new InvalidOperationException($"The parser did not start: {result:x}");
    }

    /// <summary>The parser, or null where the SDK has none (macOS).</summary>
    public static SdkQueryParser? Open()
    {
        var name = OperatingSystem.IsLinux() ? "LinuxQueryPlanInterop" : OperatingSystem.IsWindows() ? "WindowsX64QueryPlanInterop" : null;
        return name is null
            ? null
            : new SdkQueryParser(Type(name).GetProperty("Instance", Everything)!.GetValue(null)!);
    }

    /// <summary>
    /// Parses a query: what is wrong with it (null: nothing), and the partitions it is restricted to by its own text (null:
    /// it is not; empty: its conditions contradict each other).
    /// </summary>
    public (string? Error, IReadOnlyList<string?>? Partitions) Parse(string text, IEnumerable<KeyValuePair<string, object>> parameters, string partitionKey)
    {
        var query = JsonSerializer.Serialize(new { query = text, parameters = parameters.Select(pair => new { name = pair.Key, value = pair.Value }) });
        var buffer = Marshal.AllocHGlobal(BufferSize);
        try
        {
            object?[] arguments = [provider, query, options, new[] { partitionKey }, new uint[] { 1 }, 1u, null, buffer, (uint)BufferSize, 0u];
            var result = (uint)Call("GetPartitionKeyRanges", arguments)!;
            var answer = new byte[(uint)arguments[^1]!];
            Marshal.Copy(buffer, answer, 0, answer.Length);
            return result == 0 ? (null, PartitionsOf(answer)) : (Encoding.UTF8.GetString(answer), null);
        }
        finally
        {
            Marshal.FreeHGlobal(buffer);
        }
    }

    // A range of one value is a partition, an empty one none, and one between two bounds is all of them.
    private static List<string?>? PartitionsOf(byte[] plan)
    {
        using var json = JsonDocument.Parse(plan);
        List<string?> partitions = [];
        foreach (var range in json.RootElement.GetProperty("queryRanges").EnumerateArray())
        {
            var min = range.GetProperty("min");
            if (!JsonElement.DeepEquals(min, range.GetProperty("max")))
                return null;
            if (min.GetArrayLength() > 0)
                partitions.Add(min[0].GetString());
        }

        return partitions;
    }

    private static object Options()
    {
        var constructor = Type("PartitionKeyRangesOptions").GetConstructors(Everything).Single(found => found.GetParameters().Length > 0);
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            parameter.ParameterType.IsEnum
                ? Enum.ToObject(parameter.ParameterType, 0)
                : (object)(parameter.Name is "requireFormattableOrderByQuery" or "isContinuationExpected"))]);
    }

    private static Type Type(string name) => typeof(CosmosClient).Assembly.GetType(Namespace + name, throwOnError: true)!;

    private object? Call(string method, object?[] arguments) => interop.GetType().GetMethod(method, Everything)!.Invoke(interop, arguments);
}
