using Focusflow.Tests.Foundation.OpenApi;
using Focusflow.Tests.Foundation.Telemetry;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Suite;

/// <summary>What must be true of everything that the other tests have done in this process.</summary>
[Collection(LastCollection.Name)]
public sealed class WholeSuiteTests(ITestOutputHelper output)
{
    [Fact]
    public void No_log_holds_personal_data_or_secrets()
    {
        var found = LogScan.Find(LogCapture.Lines, [.. SecretsSent.Texts.Keys]).Take(20).ToList();

        output.WriteLine($"{LogCapture.Lines.Count} lines of log, {SecretsSent.Texts.Count} texts that must not be in them");
        found.ShouldBeEmpty();
    }

    [Fact]
    public void Every_answer_was_as_described() => AnswersSeen.BySuite.Faults.Take(20).ShouldBeEmpty();

    [Fact]
    public void Every_operation_was_seen_to_succeed()
    {
        if (TestsRunAttribute.Left.FirstOrDefault() is { } left)
            Assert.Skip($"Only a part of the suite was run, without {left}.");

        var unseen = ApiContract.Of.Declared.Where(answer => !AnswersSeen.BySuite.Has(answer.Operation, answer.Status)).ToList();
        foreach (var operation in unseen.GroupBy(answer => answer.Operation, answer => answer.Status, StringComparer.Ordinal))
            output.WriteLine($"never seen: {operation.Key} {string.Join(", ", operation)}");
        ApiContract.Of.Declared.GroupBy(answer => answer.Operation, StringComparer.Ordinal)
            .Where(operation => operation.All(answer => answer.Status >= 300 || !AnswersSeen.BySuite.Has(answer.Operation, answer.Status)))
            .Select(operation => operation.Key)
            .ShouldBeEmpty();
    }
}
