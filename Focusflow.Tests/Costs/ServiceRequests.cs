using Microsoft.Azure.Cosmos;

namespace Focusflow.Tests.Costs;

/// <summary>Counts what the SDK really sends, so that no request stays unmetered. Plans of queries are free and not counted.</summary>
internal sealed class ServiceRequests : RequestHandler
{
    private int count;

    public int Count => count;

    public override Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers["x-ms-cosmos-is-query-plan-request"] is null)
            Interlocked.Increment(ref count);
        return base.SendAsync(request, cancellationToken);
    }
}
