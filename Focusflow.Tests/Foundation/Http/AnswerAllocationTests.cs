using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Suite;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Http;

/// <summary>
/// What a list allocates for each document that it shows, from the socket to the store and back: a page of a hundred beside one of ten, so that what
/// comes with every request does not count. Lists of stored documents make no objects of them; the dashboard reads of a task only its times.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class AnswerAllocationTests(ITestOutputHelper output)
{
    private const int Few = 10;
    private const int Many = 100;
    private const int Times = 20;
    private const int Rounds = 5;

    private readonly byte[] buffer = new byte[1024 * 1024];

    [Theory]
    [InlineData("/api/tasks", 1100)]
    [InlineData("/api/notifications", 850)]
    [InlineData("/api/focus-sessions", 3000)]
    public async Task A_list_allocates_little_for_each_document(string list, int most)
    {
        await using var app = await StartAsync();
        var ann = await app.RegisterAsync();
        for (var i = 0; i < Many; i++)
        {
            await AddTaskAsync(ann, i);
            var session = (await (await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 25 })).JsonAsync()).Text("session_id");
            (await ann.PostAsync($"/api/focus-sessions/{session}/complete", null)).EnsureSuccessStatusCode();
        }

        using var client = new TcpClient(app.Url.Host, app.Url.Port) { NoDelay = true };
        var many = Measure(client, Request($"{list}?limit={Many}", ann));
        var few = Measure(client, Request($"{list}?limit={Few}", ann));

        Check(list, few, many, most);
    }

    [Fact]
    public async Task The_dashboard_allocates_little_for_each_task_of_the_day()
    {
        await using var app = await StartAsync();
        var ann = await app.RegisterAsync();
        using var client = new TcpClient(app.Url.Host, app.Url.Port) { NoDelay = true };
        var dashboard = Request("/api/dashboard/data", ann);

        for (var i = 0; i < Few; i++)
            await AddTaskAsync(ann, i);
        var few = Measure(client, dashboard);
        for (var i = Few; i < Many; i++)
            await AddTaskAsync(ann, i);
        var many = Measure(client, dashboard);

        Check("/api/dashboard/data", few, many, most: 1500);
    }

    private static Task<LocalApp> StartAsync() =>
        FocusflowTestApp.StartAsync(options => options with { Now = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero) });

    private static async Task AddTaskAsync(Person user, int number)
    {
        var task = new { title = $"Write part {number}", description = "Of the report that is due", tags = new[] { "report" }, priority = "high" };
        (await user.PostAsync("/api/tasks", task)).EnsureSuccessStatusCode();
    }

    private static byte[] Request(string path, Person user) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {user.AccessToken}\r\n\r\n");

    private void Check(string path, (long Allocated, int Sent) few, (long Allocated, int Sent) many, int most)
    {
        var each = (many.Allocated - few.Allocated) / (Many - Few);
        output.WriteLine($"{path}: {each} bytes for each document, of which {(many.Sent - few.Sent) / (Many - Few)} are sent");
        each.ShouldBeLessThan(most);
    }

    // The least of some rounds: in the others something else was at work as well.
    private (long Allocated, int Sent) Measure(TcpClient client, byte[] request)
    {
        var (least, sent) = (long.MaxValue, 0);
        for (var round = 0; round <= Rounds; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < Times; i++)
                sent = Exchange(client.GetStream(), request);
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Times);
        }

        return (least, sent);
    }

    private int Exchange(NetworkStream stream, byte[] request)
    {
        stream.Write(request);
        var (have, need) = (0, int.MaxValue);
        while (have < need)
        {
            have += stream.ReadAtLeast(buffer.AsSpan(have), 1); // throws when the connection is cut
            if (need == int.MaxValue && buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8) is var end and >= 0)
            {
                buffer.AsSpan().StartsWith("HTTP/1.1 200"u8).ShouldBeTrue();
                var length = buffer.AsSpan(buffer.AsSpan(0, end).IndexOf("Content-Length: "u8) + 16);
                need = end + 4 + int.Parse(length[..length.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
            }
        }

        return have;
    }
}
