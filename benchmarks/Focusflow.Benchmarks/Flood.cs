using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace Focusflow.Benchmarks;

/// <summary>
/// 500 wrong sign-ins a second from 50 addresses, with passwords as expensive as in production, and somebody honest every
/// second from an address and with an account of their own.
/// </summary>
internal static class Flood
{
    private const int Addresses = 50;
    private const int PerSecond = 500;
    private const string Password = "correct horse battery staple";

    public static async Task RunAsync(TimeSpan length)
    {
        var data = Directory.CreateTempSubdirectory("focusflow-flood-").FullName;
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 2000 });
        var app = Server.Focusflow(
            data,
            clock: null,
            ("Focusflow__Accounts__PasswordIterations", "600000"),
            ("Focusflow__RateLimit__Enabled", "true"),
            ("Focusflow__RateLimit__TrustClientIp", "true"));
        try
        {
            await app.WaitAsync(http, "/api/health/ready");
            var people = Math.Max(10, (int)length.TotalSeconds / 2);
            for (var i = 0; i < people; i++)
                (await SendAsync(http, app, "register", $"10.9.{i}.1", new { name = $"Honest {i}", email = $"honest{i}@example.com", password = Password })).EnsureSuccessStatusCode();

            var statuses = new ConcurrentDictionary<HttpStatusCode, int>();
            var attack = AttackAsync(http, app, statuses, length);
            var honest = await HonestAsync(http, app, people, length);
            await attack;

            var times = honest.Where(one => one.Status == HttpStatusCode.OK).Select(one => one.Seconds).Order().ToArray();
            Console.WriteLine($"{statuses.Values.Sum() / length.TotalSeconds:0} wrong sign-ins a second from {Addresses} addresses, {length.TotalSeconds:0} s, {Environment.ProcessorCount} cores");
            Console.WriteLine("answered: " + string.Join(", ", statuses.OrderBy(one => one.Key).Select(one => $"{(int)one.Key}: {one.Value}")));
            Console.WriteLine($"honest sign-ins: {honest.Count}, of which {times.Length} succeeded");
            Console.WriteLine($"they took {At(times, 0.5):0.00} s (median), {At(times, 0.95):0.00} s (95th percentile, wanted: under 2 s), {At(times, 1):0.00} s at most");
        }
        finally
        {
            app.Dispose();
            Directory.Delete(data, recursive: true);
        }
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    // On a beat and not one after the other: a flood does not wait for answers.
    private static async Task AttackAsync(HttpClient http, Server app, ConcurrentDictionary<HttpStatusCode, int> statuses, TimeSpan length)
    {
        List<Task> sent = [];
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(started) < length; i++)
        {
            var number = i;
            sent.Add(Task.Run(async () =>
            {
                var body = new { email = $"honest{number % 7}@example.com", password = $"wrong {number}" };
                using var answer = await SendAsync(http, app, "login", $"10.1.0.{number % Addresses}", body);
                statuses.AddOrUpdate(answer.StatusCode, 1, static (_, before) => before + 1);
            }));
            var ahead = TimeSpan.FromSeconds((i + 1) / (double)PerSecond) - Stopwatch.GetElapsedTime(started);
            if (ahead > TimeSpan.Zero)
                await Task.Delay(ahead, TimeProvider.System);
        }

        await Task.WhenAll(sent);
    }

    private static async Task<List<(HttpStatusCode Status, double Seconds)>> HonestAsync(HttpClient http, Server app, int people, TimeSpan length)
    {
        List<Task<(HttpStatusCode, double)>> sent = [];
        var started = Stopwatch.GetTimestamp();
        for (var i = 10; Stopwatch.GetElapsedTime(started) < length; i++)
        {
            var number = i % people;
            if (number >= 7) // those below are the ones under attack, who are let in by their devices alone
                sent.Add(TimedAsync(number));
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        }

        return [.. await Task.WhenAll(sent)];

        async Task<(HttpStatusCode, double)> TimedAsync(int number)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await SendAsync(http, app, "login", $"10.2.{number}.1", new { email = $"honest{number}@example.com", password = Password });
            return (answer.StatusCode, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, Server app, string route, string address, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{app.Port}/api/auth/{route}") { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Client-IP", address);
        return await http.SendAsync(request);
    }
}
