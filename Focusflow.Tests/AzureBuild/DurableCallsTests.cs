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
    private static readonly IReadOnlyList<(InvocationExpressionSyntax Syntax, IMethodSymbol Method, string? Name)> Calls =
    [
        .. from tree in AzureCompilation.FunctionApp.SyntaxTrees
           let model = AzureCompilation.FunctionApp.GetSemanticModel(tree)
           from call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
           where call.ArgumentList.Arguments.Count > 0
           let method = model.GetSymbolInfo(call).Symbol as IMethodSymbol
           where method?.Name is "CallActivityAsync" or "CallSubOrchestratorAsync" or "ScheduleOnceAsync"
           select (call, method, model.GetConstantValue(call.ArgumentList.Arguments[0].Expression).Value as string),
    ];

    [Fact]
    public void There_are_calls_of_each_sort() =>
        Calls.Select(call => call.Method.Name).Distinct(StringComparer.Ordinal).Count().ShouldBe(3);

    [Fact]
    public void What_is_called_exists()
    {
        foreach (var (syntax, method, name) in Calls)
            Find(method.Name == "CallActivityAsync" ? "ActivityTriggerAttribute" : "OrchestrationTriggerAttribute", name).ShouldNotBeNull($"{syntax}");
    }

    [Fact]
    public void What_goes_into_an_activity_and_comes_out_is_of_its_types()
    {
        foreach (var (syntax, method, name) in Calls.Where(call => call.Method.Name == "CallActivityAsync"))
        {
            var activity = Find("ActivityTriggerAttribute", name)!;
            if (method.TypeArguments is [var expected])
                ((INamedTypeSymbol)activity.ReturnType).TypeArguments.ShouldHaveSingleItem().ShouldBe(expected, SymbolEqualityComparer.Default, $"{syntax}");

            var input = activity.Parameters.Single(parameter => FunctionRulesTests.TriggerOf(parameter) is not null).Type;
            method.Parameters.ShouldContain(parameter => parameter.Name == "input", $"{syntax} sends nothing");
            AzureCompilation.FunctionApp.GetSemanticModel(syntax.SyntaxTree).GetTypeInfo(syntax.ArgumentList.Arguments[1].Expression).Type
                .ShouldBe(input, SymbolEqualityComparer.Default, $"{syntax}");
        }
    }

    private static IMethodSymbol? Find(string trigger, string? name) => FunctionRulesTests.Functions.SingleOrDefault(function =>
        FunctionRulesTests.NameOf(function) == name && function.Parameters.Any(parameter => FunctionRulesTests.TriggerOf(parameter) == trigger));
}
