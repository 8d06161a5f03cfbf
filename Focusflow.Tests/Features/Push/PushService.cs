using System.Collections.Concurrent;
using Focusflow.Core.Features.Push;

namespace Focusflow.Tests.Features.Push;

/// <summary>A push service that answers what a test says, and remembers what it took.</summary>
internal sealed class PushService : IPushSender
{
    public int? Status { get; set; } = 201;

    public ConcurrentQueue<PushMessage> Taken { get; } = [];

    public Task<PushAnswer> SendAsync(PushSubscription browser, PushMessage message, CancellationToken cancellation)
    {
        if (Status == 201)
            Taken.Enqueue(message);
        return Task.FromResult(new PushAnswer(Status));
    }
}
