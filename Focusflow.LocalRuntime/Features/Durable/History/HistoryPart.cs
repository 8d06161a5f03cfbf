using System.Buffers;
using Google.Protobuf;
using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.History;

/// <summary>
/// A piece of history as it is stored: the bytes of a request to the runner that holds nothing but these past events.
/// Requests that are written one after the other are one request, so a turn reads no event of the past itself.
/// </summary>
internal static class HistoryPart
{
    /// <summary>Writes events.</summary>
    public static byte[] Write(IEnumerable<P.HistoryEvent> events) => new P.OrchestratorRequest { PastEvents = { events } }.ToByteArray();

    /// <summary>Reads events.</summary>
    public static IEnumerable<P.HistoryEvent> Read(byte[] part) => P.OrchestratorRequest.Parser.ParseFrom(part).PastEvents;

    /// <summary>What the runner takes: the past and, as the rest of the request, what is new.</summary>
    public static string Request(IReadOnlyList<byte[]> past, P.OrchestratorRequest rest)
    {
        var restLength = rest.CalculateSize();
        var length = past.Sum(part => part.Length) + restLength;
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var position = 0;
            foreach (var part in past)
            {
                part.CopyTo(bytes, position);
                position += part.Length;
            }

            rest.WriteTo(bytes.AsSpan(position, restLength));
            return Convert.ToBase64String(bytes, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
