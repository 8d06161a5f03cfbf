using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Suite;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Http;

/// <summary>
/// What a list allocates for each document that it shows, from the socket to the store and back: a page of a hundred beside one of ten, so that what
/// comes with every request does not count. Lists of stored documents make no objects of them.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class AnswerAllocationTests(ITestOutputHelper output)
{
    private const int Few = 10;
    private const int Many = 100;
    private const int Times = 40;

    [Theory]
    [InlineData("/api/tasks", 1100)]
    [InlineData("/api/notifications", 850)]
    [InlineData("/api/focus-sessions", 3000)]
    public async Task A_list_allocates_little_for_each_document(string list, int most)
    {
        await using var app = await FocusflowTestApp.StartAsync(options => options with { Now = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero) });
        var ann = await app.RegisterAsync();
        for (var i = 0; i < Many; i++)
        {
            var answer = await ann.PostAsync("/api/tasks", new { title = $"Write part {i}", description = "Of the report that is due", tags = new[] { "report" }, priority = "high" });
            answer.EnsureSuccessStatusCode();
            var session = (await (await ann.PostAsync("/api/focus-sessions/start", new { duration_minutes = 25 })).JsonAsync()).Text("session_id");
            (await ann.PostAsync($"/api/focus-sessions/{session}/complete", null)).EnsureSuccessStatusCode();
        }

        using var client = new TcpClient(app.Url.Host, app.Url.Port) { NoDelay = true };
        var stream = client.GetStream();
        var buffer = new byte[1024 * 1024];
        var (few, many) = (Request(list, Few), Request(list, Many));

        var bytes = Measure(many, out var ofMany) - Measure(few, out var ofFew);

        var each = (ofMany - ofFew) / (Many - Few);
        output.WriteLine($"{list}: {each} bytes for each document, of which {bytes / (Many - Few)} are sent");
        each.ShouldBeLessThan(most);

        byte[] Request(string path, int limit) => Encoding.ASCII.GetBytes(
            $"GET {path}?limit={limit} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {ann.AccessToken}\r\n\r\n");

        int Measure(byte[] request, out long allocated)
        {
            var read = 0;
            for (var i = 0; i < Times; i++)
                read = Exchange(request);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < Times; i++)
                read = Exchange(request);
            allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / Times;
            return read;
        }

        int Exchange(byte[] request)
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
}
