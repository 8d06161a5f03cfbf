using System.Collections.Concurrent;

namespace Focusflow.Tests.Foundation.OpenApi;

/// <summary>What has been seen of the API. Safe for concurrent use.</summary>
internal sealed class AnswersSeen
{
    private readonly ConcurrentDictionary<(string Operation, int Status), bool> seen = new();

    /// <summary>By all tests of this process.</summary>
    public static AnswersSeen BySuite { get; } = new();

    /// <summary>Answers that were otherwise than described; a test may have caught the exception.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    public void Add(string operation, int status) => seen.TryAdd((operation, status), true);

    public bool Has(string operation, int status) => seen.ContainsKey((operation, status));
}
