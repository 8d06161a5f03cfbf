using System.Net;
using System.Net.Sockets;

namespace Focusflow.Tests.Cosmos;

/// <summary>A port at which nobody answers until it is told to pass on what comes to somebody else.</summary>
internal sealed class TcpForwarder : IDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stopping = new();

    public TcpForwarder()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        Port = ((IPEndPoint)free.LocalEndpoint).Port;
        listener = new TcpListener(IPAddress.Loopback, Port);
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Begins to answer.</summary>
    /// <param name="to">The port, of this machine, where what comes is passed on.</param>
    public void Open(int to)
    {
        listener.Start();
        _ = AcceptAsync(to);
    }

    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
        listener.Dispose();
    }

    private async Task AcceptAsync(int to)
    {
        var token = stopping.Token;
        while (!token.IsCancellationRequested)
            _ = PassAsync(await listener.AcceptTcpClientAsync(token), to, token);
    }

    private static async Task PassAsync(TcpClient from, int port, CancellationToken cancellation)
    {
        using (from)
        using (var to = new TcpClient())
        {
            await to.ConnectAsync(IPAddress.Loopback, port, cancellation);
            var (near, far) = (from.GetStream(), to.GetStream());
            await Task.WhenAny(near.CopyToAsync(far, cancellation), far.CopyToAsync(near, cancellation));
        }
    }
}
