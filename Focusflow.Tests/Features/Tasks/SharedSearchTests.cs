using System.Net;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Foundation.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Tasks;

/// <summary>One user's searches through everything there is do not keep the requests of others waiting: counted, not timed.</summary>
public sealed class SharedSearchTests
{
    private const int Stored = 40_000;
    private const int Searches = 20;

    // As many as are done at the same time; one core stays free.
    private static readonly int Turns = Math.Max(1, Environment.ProcessorCount - 1);

    private HeldStore store = null!;

    [Fact]
    public async Task Twenty_searches_at_once_through_forty_thousand_tasks_keep_nobody_else_waiting()
    {
        await using var app = await FocusflowTestApp.StartAsync(options => options with { Customize = builder => store = HeldStore.Around(builder.Services) });
        var (ann, ben) = (await app.RegisterAsync("ann@example.com"), await app.RegisterAsync("ben@example.com"));
        await PlantAsync(ann.Id);
        var task = (await (await ben.PostAsync("/api/tasks", new { title = "Water the plants" })).JsonAsync()).Text("id");

        // Each of her searches stays in the store until it is let go: as if it took for ever.
        store.Held = ann.Id;
        var searches = Enumerable.Range(0, Searches).Select(_ => ann.GetAsync("/api/tasks?q=needle")).ToList();
        for (var i = 0; i < Turns; i++)
            await store.Entered.WaitAsync();
        for (var i = 0; i < Searches; i++)
            (await ben.GetAsync($"/api/tasks/{task}")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var his = ben.GetAsync("/api/tasks?q=water");
        (await ben.GetAsync("/api/tasks")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var ended = 0;
        while (!his.IsCompleted && ended < Searches)
        {
            ended++;
            store.LetGo(1);
            await Task.WhenAny(his, store.Entered.WaitAsync());
        }

        // His is next, when those that are being done have ended; one more may have been quicker than his request.
        ended.ShouldBeLessThanOrEqualTo(Turns + 1);
        (await (await his).JsonAsync()).GetArrayLength().ShouldBe(1);
        store.Most.ShouldBe(Turns);

        // Of hers, some wait for their turn, and some are too many.
        store.Held = null;
        store.LetGo(Searches);
        var statuses = (await Task.WhenAll(searches)).Select(answer => answer.StatusCode).ToList();
        statuses.ShouldBeSubsetOf([HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable]);
        statuses.ShouldContain(HttpStatusCode.OK);
    }

    private async Task PlantAsync(string userId)
    {
        var now = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
        foreach (var some in Enumerable.Range(0, Stored).Chunk(DocumentBatch.MaxWrites))
        {
            var writes = WriteSet.ForUser(userId);
            foreach (var i in some)
                writes.Create(new TaskDocument { Id = Guid.NewGuid().ToString("D"), UserId = userId, Title = $"Hay, stack {i}", CreatedAt = now.AddSeconds(i), UpdatedAt = now });
            (await writes.CommitAsync(store)).Succeeded.ShouldBeTrue();
        }
    }
}
