using Microsoft.CodeAnalysis;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.AzureBuild;

/// <summary>
/// What the worker's source generators and its way of finding methods ask of functions, beyond what the compiler does: they name
/// a method by its class and name alone, and call it from code of their own.
/// </summary>
public sealed class FunctionRulesTests
{
    private const string Worker = "Microsoft.Azure.Functions.Worker.";

    internal static readonly IReadOnlyList<IMethodSymbol> Functions = [.. Types(AzureCompilation.FunctionApp.Assembly.GlobalNamespace)
        .SelectMany(type => type.GetMembers().OfType<IMethodSymbol>())
        .Where(method => Has(method, "FunctionAttribute"))];

    [Fact]
    public void There_are_functions() => Functions.Count.ShouldBeGreaterThan(70);

    [Fact]
    public void Functions_are_public_methods_of_public_classes_and_neither_is_generic_or_nested() =>
        Functions.Where(method => method.DeclaredAccessibility != Accessibility.Public
            || method.ContainingType is not { DeclaredAccessibility: Accessibility.Public, IsGenericType: false, IsAbstract: false, ContainingType: null }
            || method.IsGenericMethod).ShouldBeEmpty();

    [Fact]
    public void Names_of_functions_are_told_apart_without_case() =>
        Functions.GroupBy(NameOf, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty();

    [Fact]
    public void No_two_public_methods_of_a_class_share_the_name_of_a_function() =>
        Functions.Where(method => method.ContainingType.GetMembers(method.Name).Count(other => other.DeclaredAccessibility == Accessibility.Public) > 1)
            .ShouldBeEmpty();

    [Fact]
    public void A_class_of_functions_has_one_public_constructor() =>
        Functions.Select(method => method.ContainingType).Distinct(SymbolEqualityComparer.Default).Cast<INamedTypeSymbol>()
            .Where(type => !type.IsStatic && type.InstanceConstructors.Count(constructor => constructor.DeclaredAccessibility == Accessibility.Public) != 1)
            .ShouldBeEmpty();

    [Fact]
    public void Every_function_has_one_trigger_and_no_parameter_with_a_default_value_or_by_reference()
    {
        Functions.Where(method => method.Parameters.Count(parameter => TriggerOf(parameter) is not null) != 1).ShouldBeEmpty();
        Functions.SelectMany(method => method.Parameters).Where(parameter => parameter.HasExplicitDefaultValue || parameter.IsParams || parameter.RefKind != RefKind.None)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Functions_return_a_task_and_HTTP_functions_an_answer_or_nothing()
    {
        string[] answers = ["IResult", "IActionResult"];
        foreach (var method in Functions)
        {
            var (type, isTask) = method.ReturnType is INamedTypeSymbol { Name: "Task" } task
                ? (task.TypeArguments.SingleOrDefault(), true)
                : (method.ReturnType, false);
            var isHttp = method.Parameters.Any(parameter => TriggerOf(parameter) == "HttpTriggerAttribute");
            (isTask || (isHttp && answers.Contains(type?.Name))).ShouldBeTrue($"{method} returns {method.ReturnType}");
            if (isHttp && type is not null)
                answers.ShouldContain(type.Name, $"{method}: the host answers 200 with an empty body for anything else");
        }
    }

    // DURABLE0007, DURABLE0008, DURABLE1001: what an orchestrator is given beside its context differs when it is replayed.
    [Fact]
    public void Orchestrators_are_static_and_are_given_their_context_alone()
    {
        foreach (var method in Functions.Where(method => method.Parameters.Any(parameter => TriggerOf(parameter) == "OrchestrationTriggerAttribute")))
        {
            method.IsStatic.ShouldBeTrue($"{method}");
            method.Parameters.ShouldHaveSingleItem().Type.Name.ShouldBe("TaskOrchestrationContext");
        }
    }

    [Fact]
    public void Clients_of_Durable_Functions_are_bound_as_such()
    {
        foreach (var parameter in Functions.SelectMany(method => method.Parameters))
            (parameter.Type.Name == "DurableTaskClient").ShouldBe(Has(parameter, "DurableClientAttribute"), $"{parameter.ContainingSymbol}: {parameter.Name}");
    }

    internal static string NameOf(IMethodSymbol function) =>
        (string)function.GetAttributes().Single(attribute => attribute.AttributeClass?.Name == "FunctionAttribute").ConstructorArguments[0].Value!;

    internal static string? TriggerOf(IParameterSymbol parameter) => parameter.GetAttributes()
        .Select(attribute => attribute.AttributeClass!)
        .SingleOrDefault(attribute => attribute.BaseType?.Name == "TriggerBindingAttribute")?.Name;

    private static bool Has(ISymbol symbol, string attribute) => symbol.GetAttributes()
        .Any(found => found.AttributeClass?.ToDisplayString() == Worker + attribute);

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol space) =>
        space.GetTypeMembers().SelectMany(Nested).Concat(space.GetNamespaceMembers().SelectMany(Types));

    private static IEnumerable<INamedTypeSymbol> Nested(INamedTypeSymbol type) => type.GetTypeMembers().SelectMany(Nested).Prepend(type);
}
