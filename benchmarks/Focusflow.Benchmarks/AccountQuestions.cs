using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace Focusflow.Benchmarks;

/// <summary>
/// How long the questions take whose answers must not tell whether somebody has an account: of addresses that somebody has and of
/// others, by turns, so that a machine whose speed drifts meets both alike. Each address is asked of once by each question, for
/// answers to many questions about one address differ on purpose.
/// </summary>
internal static class AccountQuestions
{
    private const string Password = "correct horse battery staple";

    // The first few of each question are not counted.
    private const int WarmUp = 20;

    public static async Task RunAsync(int rounds, int iterations)
    {
        var data = Directory.CreateTempSubdirectory("focusflow-questions-").FullName;
        using var http = new HttpClient();
        var app = Server.Focusflow(data, clock: null, ("Focusflow__Accounts__PasswordIterations", $"{iterations}"));
        try
        {
            await app.WaitAsync(http, "/api/health/ready");
            for (var i = 0; i < rounds + WarmUp; i++)
            {
                using var registered = await PostAsync("register", new { name = $"Known {i}", email = Address("known", i), password = Password });
                registered.EnsureSuccessStatusCode();
            }

            Console.WriteLine($"{rounds} questions of each, {iterations:#,0} iterations for a password, {Environment.ProcessorCount} cores");
            Console.WriteLine();
            Console.WriteLine("| question | address | median ms | 10 % to 90 % ms | known is slower in |");
            Console.WriteLine("|---|---|---:|---:|---:|");
            await CompareAsync("forgot-password", 204, email => new { email });
            await CompareAsync("send-verification-email", 204, email => new { email });
            await CompareAsync("login", 401, email => new { email, password = "wrong" });
            await CompareAsync("verify-email", 422, email => new { email, otp = "123456" });
            await CompareAsync("reset-password", 422, email => new { email, otp = "123456", new_password = "staple and much more" });
        }
        finally
        {
            app.Dispose();
            Directory.Delete(data, recursive: true);
        }

        async Task CompareAsync(string route, int status, Func<string, object> body)
        {
            var (known, unknown) = (new List<double>(), new List<double>());
            for (var i = 0; i < rounds + WarmUp; i++)
            {
                // Whoever comes first in a pair may find something warm that the other does not.
                var pair = i % 2 == 0 ? new[] { (known, "known"), (unknown, "unknown") } : [(unknown, "unknown"), (known, "known")];
                foreach (var (times, who) in pair)
                {
                    var began = Stopwatch.GetTimestamp();
                    using var answer = await PostAsync(route, body(Address(who, i)));
                    var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                    if (answer.StatusCode != (HttpStatusCode)status)
                        throw new InvalidOperationException($"{route} answered {(int)answer.StatusCode} for an address that is {who}.");
                    if (i >= WarmUp)
                        times.Add(took);
                }
            }

            var slower = known.Zip(unknown).Count(pair => pair.First > pair.Second);
            Console.WriteLine($"| {route} | known | {Share(known, 0.5):0.00} | {Share(known, 0.1):0.00} to {Share(known, 0.9):0.00} | {100.0 * slower / rounds:0} % of pairs |");
            Console.WriteLine($"| {route} | unknown | {Share(unknown, 0.5):0.00} | {Share(unknown, 0.1):0.00} to {Share(unknown, 0.9):0.00} | |");
        }

        Task<HttpResponseMessage> PostAsync(string route, object body) => http.PostAsJsonAsync($"http://127.0.0.1:{app.Port}/api/auth/{route}", body);
    }

    private static string Address(string who, int number) => $"{who}.{number}@example.com";

    private static double Share(List<double> times, double share) => times.Order().ElementAt(Math.Min(times.Count - 1, (int)(times.Count * share)));
}
