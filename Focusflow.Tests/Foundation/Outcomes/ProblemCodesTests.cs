using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions;
using Focusflow.Functions.Foundation.Http;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Foundation.OpenApi.Description;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Outcomes;

public sealed class ProblemCodesTests
{
    public static TheoryData<string> Names => [.. ProblemCodes.All.Select(code => code.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_code_is_a_name_a_title_and_a_sentence(string name)
    {
        var code = ProblemCodes.ByName[name];

        name.ShouldMatch("^[a-z]+(_[a-z]+)*$");
        typeof(ProblemCodes).GetProperty(name.Replace("_", "", StringComparison.Ordinal), Ignoring)!.GetValue(null).ShouldBe(code);
        code.Title.ShouldMatch("^[A-Z][^.]+$");
        code.Meaning.ShouldMatch(@"^[A-Z].+\.$");
        Enum.IsDefined(code.Kind).ShouldBeTrue();
    }

    [Fact]
    public void Codes_stand_in_the_order_of_their_statuses_and_every_status_has_one()
    {
        var kinds = ProblemCodes.All.Select(code => code.Kind).ToList();

        kinds.ShouldBeInOrder();
        kinds.Distinct().ShouldBe(Enum.GetValues<ProblemKind>());
    }

    [Fact]
    public void No_code_is_in_the_catalogue_that_nobody_uses()
    {
        var used = new[] { typeof(ProblemCodes).Assembly, typeof(FocusflowApp).Assembly, typeof(LocalApp).Assembly }.SelectMany(UsedIn).ToHashSet(StringComparer.Ordinal);

        ProblemCodes.All.Select(code => code.Name.Replace("_", "", StringComparison.Ordinal)).Where(name => !used.Contains(name)).ShouldBeEmpty();
        used.Count.ShouldBe(ProblemCodes.All.Count);
    }

    [Fact]
    public void The_description_lists_the_whole_catalogue_and_each_status_its_codes()
    {
        var document = OpenApiDocument.Create(PublicFunctions.Names.Contains);

        document["x-problems"]!.AsArray().Select(one => (string)one!["code"]!).ShouldBe(ProblemCodes.All.Select(code => code.Name));
        foreach (var code in ProblemCodes.All)
            ((string)document["components"]!["responses"]![$"Problem{(int)code.Kind}"]!["description"]!).ShouldContain($"`{code.Name}`: {code.Meaning}");
    }

    private const System.Reflection.BindingFlags Ignoring =
        System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.IgnoreCase;

    private static IEnumerable<string> UsedIn(System.Reflection.Assembly assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly.Location);
        return [.. from type in module.GetTypes()
                   where type.FullName != typeof(ProblemCodes).FullName
                   from method in type.Methods
                   where method.HasBody
                   from instruction in method.Body.Instructions
                   where instruction.OpCode == OpCodes.Call
                   let called = instruction.Operand as MethodReference
                   where called?.DeclaringType.FullName == typeof(ProblemCodes).FullName && called.ReturnType.Name == nameof(ProblemCode)
                   select called.Name["get_".Length..].ToLowerInvariant()];
    }
}
