using System.Runtime.CompilerServices;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Notifications;

/// <summary>Reads what a stream has not sent yet.</summary>
/// <param name="store">The store.</param>
/// <param name="mail">Whether anybody asks what has been sent: only mail does.</param>
/// <param name="clock">The server's clock.</param>
public sealed class NotificationNews(IDocumentStore store, IMailSender mail, TimeProvider clock)
{
    private const int PageSize = 100;

    /// <summary>
    /// What is new since a position, in the order in which it was made, page by page. The position has taken each one when it
    /// is given out, so it is right to stop after any.
    /// </summary>
    public IAsyncEnumerable<NotificationResource> ReadAsync(string userId, StreamPosition position, CancellationToken cancellation = default) =>
        ReadAsync(userId, position, isSent: true, cancellation);

    private async IAsyncEnumerable<NotificationResource> ReadAsync(
        string userId, StreamPosition position, bool isSent, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var query = new DocumentQuery(Containers.UserData, userId, NotificationDocument.KindName)
        {
            Filters = [new DocumentFilter.Between("madeAt", position.From, null)],
            Sort = new DocumentSort("madeAt"),
            Limit = PageSize,
        };
        var each = new EachByItself("streams");
        do
        {
            var page = await store.QueryAsync(query, cancellation);
            foreach (var document in page.Documents)
            {
                if (!each.TryRead<NotificationDocument>(document, out var told) || !position.Take(document.Id, told.MadeAt, clock.GetUtcNow()))
                    continue;
                yield return new NotificationResource(document);

                // The next is asked for when this one has been sent.
                if (isSent && mail.CanSend && NotificationKind.Timed.Contains(told.NotificationKind, StringComparer.Ordinal))
                    await WriteSet.ForUser(userId).Create(ReachedMark.Of(userId, told.Id, ReachedMark.ByStream)).CommitAsync(store);
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    /// <summary>The position of a stream that begins now: what is there already is taken.</summary>
    public async Task<StreamPosition> BeginAsync(string userId, CancellationToken cancellation = default)
    {
        var position = StreamPosition.At(clock.GetUtcNow());
        await foreach (var _ in ReadAsync(userId, position, isSent: false, cancellation))
        {
        }

        return position;
    }
}
