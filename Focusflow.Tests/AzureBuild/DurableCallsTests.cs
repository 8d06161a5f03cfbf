using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.AzureBuild;

/// <summary>
/// Activities and orchestrations are called by name, and what goes in and out is JSON: no compiler sees when they do not fit. The
/// worker's analyzer does (DURABLE2001 to 2004), where its package can be had.
/// </summary>
public sealed class DurableCallsTests
{
    private const string Activity = "ActivityTriggerAttribute";
    private const string Orchestrator = "OrchestrationTriggerAttribute";

    // Where each takes the name of what it calls; what goes in is the argument after it.
    private static readonly Dictionary<string, (string Trigger, int Name)> Callers = new(StringComparer.Ordinal)
    {
        ["CallActivityAsync"] = (Activity, 0),
        ["WakeAtAsync"] = (Activity, 1),
        ["CallSubOrchestratorAsync"] = (Orchestrator, 0),
        ["ScheduleOnceAsync"] = (Orchestrator, 0),
    };

    private static readonly IReadOnlyList<Call> Calls =
    [
        .. from tree in AzureCompilation.FunctionApp.SyntaxTrees
           let model = AzureCompilation.FunctionApp.GetSemanticModel(tree)
           from syntax in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
           let method = model.GetSymbolInfo(syntax).Symbol as IMethodSymbol
           where method is not null && Callers.ContainsKey(method.Name)
           let caller = Callers[method.Name]
           let name = syntax.ArgumentList.Arguments[caller.Name].Expression
           where model.GetSymbolInfo(name).Symbol is not IParameterSymbol // passed on; its own callers are looked at
           let input = model.GetTypeInfo(syntax.ArgumentList.Arguments[caller.Name + 1].Expression).Type
           select new Call(syntax, method, caller.Trigger, model.GetConstantValue(name).Value as string, input),
    ];

    [Fact]
    public void There_are_calls_of_each_sort() =>
        Calls.Select(call => call.Method.Name).Distinct(StringComparer.Ordinal).ShouldBe(Callers.Keys, ignoreOrder: true);

    [Fact]
    public void What_is_called_exists()
    {
        foreach (var call in Calls)
            Find(call).ShouldNotBeNull($"{call.Syntax}");
    }

    [Fact]
    public void What_goes_into_an_activity_and_comes_out_is_of_its_types()
    {
        foreach (var call in Calls.Where(call => call.Trigger == Activity))
        {
            var activity = Find(call)!;
            if (call.Method.TypeArguments is [var expected])
                ((INamedTypeSymbol)activity.ReturnType).TypeArguments.ShouldHaveSingleItem().ShouldBe(expected, SymbolEqualityComparer.Default, $"{call.Syntax}");
            call.Input.ShouldBe(
                activity.Parameters.Single(parameter => FunctionRulesTests.TriggerOf(parameter) is not null).Type,
                SymbolEqualityComparer.Default,
                $"{call.Syntax}");
        }
    }

    private static IMethodSymbol? Find(Call call) => FunctionRulesTests.Functions.SingleOrDefault(function =>
        FunctionRulesTests.NameOf(function) == call.Name
        && function.Parameters.Any(parameter => FunctionRulesTests.TriggerOf(parameter) == call.Trigger));

    private sealed record Call(InvocationExpressionSyntax Syntax, IMethodSymbol Method, string Trigger, string? Name, ITypeSymbol? Input);
}
