using System.Collections.Concurrent;

namespace Focusflow.Tests.Foundation.OpenApi;

/// <summary>What has been seen of the API. Safe for concurrent use.</summary>
internal sealed class AnswersSeen
{
    private readonly ConcurrentDictionary<(string Operation, int Status), bool> seen = new();
    private readonly ConcurrentDictionary<string, bool> codes = new(StringComparer.Ordinal);

    /// <summary>By all tests of this process.</summary>
    public static AnswersSeen BySuite { get; } = new();

    /// <summary>Answers that were otherwise than described; a test may have caught the exception.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    public void Add(string operation, int status) => seen.TryAdd((operation, status), true);

    /// <summary>Notes that a problem with this code was answered.</summary>
    public void AddCode(string code) => codes.TryAdd(code, true);

    public bool HasCode(string code) => codes.ContainsKey(code);

    public bool Has(string operation, int status) => seen.ContainsKey((operation, status));
}
