using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Focusflow.Benchmarks;

/// <summary>What a run gave: operations, how long it took and every latency (in stopwatch ticks, sorted).</summary>
internal sealed record LoadResult(int Operations, int Failures, TimeSpan Elapsed, long[] Latencies)
{
    /// <summary>The processor time that the server took meanwhile, for whatever.</summary>
    public TimeSpan ServerTime { get; init; }

    public double PerSecond => Operations / Elapsed.TotalSeconds;

    public double ServerMicroseconds => ServerTime.TotalMicroseconds / Operations;

    public double Milliseconds(double percentile) => Latencies.Length == 0
        ? 0
        : Latencies[Math.Min(Latencies.Length - 1, (int)(Latencies.Length * percentile))] * 1000.0 / Stopwatch.Frequency;
}

/// <summary>
/// A closed-loop load generator: every client has one keep-alive connection and sends its next operation when the last
/// was answered. Requests are prepared bytes; of an answer only the status and the length are looked at.
/// </summary>
internal static class LoadGenerator
{
    public static async Task<LoadResult> RunAsync(
        Server server, int clients, TimeSpan length, Func<int, IOperation> operationOf, TimeSpan warmUp)
    {
        await RunOnceAsync(server.Port, clients, warmUp, operationOf);
        var before = server.ProcessorTime;
        var result = await RunOnceAsync(server.Port, clients, length, operationOf);
        return result with { ServerTime = server.ProcessorTime - before };
    }

    private static async Task<LoadResult> RunOnceAsync(int port, int clients, TimeSpan length, Func<int, IOperation> operationOf)
    {
        var started = Stopwatch.GetTimestamp();
        var until = started + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var runs = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => ClientAsync(port, until, operationOf(client))));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var latencies = runs.SelectMany(run => run.Latencies).ToArray();
        Array.Sort(latencies);
        return new LoadResult(latencies.Length, runs.Sum(run => run.Failures), elapsed, latencies);
    }

    private static async Task<(List<long> Latencies, int Failures)> ClientAsync(int port, long until, IOperation operation)
    {
        await Task.Yield();
        using var connection = new Connection(port);
        var latencies = new List<long>(1 << 14);
        var failures = 0;
        while (Stopwatch.GetTimestamp() < until)
        {
            var began = Stopwatch.GetTimestamp();
            if (!await operation.RunAsync(connection))
                failures++;
            latencies.Add(Stopwatch.GetTimestamp() - began);
        }

        return (latencies, failures);
    }
}

/// <summary>What a client repeats; answers whether it went as it should.</summary>
internal interface IOperation
{
    ValueTask<bool> RunAsync(Connection connection);
}

/// <summary>One request sent again and again.</summary>
internal sealed class SingleRequest(byte[] request, int expected) : IOperation
{
    public async ValueTask<bool> RunAsync(Connection connection) => await connection.SendAsync(request) == expected;
}

/// <summary>One keep-alive HTTP/1.1 connection, with as little work per answer as possible.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[1 << 20];
    private int filled;

    public Connection(int port) => socket.Connect(IPAddress.Loopback, port);

    /// <summary>The body of the last answer.</summary>
    public ReadOnlySpan<byte> Body => buffer.AsSpan(bodyStart, filled - bodyStart);

    private int bodyStart;

    /// <summary>Sends a request and reads its answer; gives the status.</summary>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        await socket.SendAsync(request);
        filled = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0)
                throw new IOException("The server closed the connection.");
            filled += read;
            if (Complete())
                return ((buffer[9] - '0') * 100) + ((buffer[10] - '0') * 10) + (buffer[11] - '0');
        }
    }

    public void Dispose() => socket.Dispose();

    private bool Complete()
    {
        var answer = buffer.AsSpan(0, filled);
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        bodyStart = end + 4;
        var head = answer[..end];
        var at = head.IndexOf("Content-Length: "u8);
        if (at >= 0)
        {
            var length = 0;
            for (var i = at + 16; i < head.Length && head[i] is >= (byte)'0' and <= (byte)'9'; i++)
                length = (length * 10) + head[i] - '0';
            return filled - bodyStart >= length;
        }

        return head.IndexOf("Transfer-Encoding: chunked"u8) < 0 || answer.EndsWith("0\r\n\r\n"u8);
    }
}
