using System.Collections.Concurrent;

namespace Focusflow.Tests.OpenApi;

/// <summary>What the tests of this process have seen of the API. Safe for concurrent use.</summary>
internal static class AnswersSeen
{
    private static readonly ConcurrentDictionary<(string Operation, int Status), bool> Seen = new();

    /// <summary>Answers that were otherwise than described; a test may have caught the exception.</summary>
    public static ConcurrentQueue<string> Faults { get; } = new();

    public static void Add(string operation, int status) => Seen.TryAdd((operation, status), true);

    public static bool Has(string operation, int status) => Seen.ContainsKey((operation, status));
}
