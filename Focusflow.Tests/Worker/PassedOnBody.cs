using System.Net;

namespace Focusflow.Tests.Worker;

/// <summary>A body that is sent on piece by piece, as it comes.</summary>
internal sealed class PassedOnBody(Stream body) : HttpContent
{
    /// <summary>Copies what is there as soon as it is there.</summary>
    public static async Task CopyAsync(Stream from, Stream to, CancellationToken gone)
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, gone)) > 0;)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), gone);
            await to.FlushAsync(gone);
        }
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => CopyAsync(body, stream, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        CopyAsync(body, stream, cancellationToken);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
