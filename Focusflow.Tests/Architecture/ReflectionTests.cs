using System.Reflection;
using Focusflow.Core.Features.Privacy;
using Focusflow.Core.Foundation.Mail;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Output;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Cosmos;
using Focusflow.Functions;
using Focusflow.Functions.Foundation.Health;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.Telemetry;
using Focusflow.Sqlite;
using Mono.Cecil;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Architecture;

/// <summary>No request pays for looking into types: what the app learns of them it learns once.</summary>
public sealed class ReflectionTests
{
    private const string JsonByReflection = "System.Text.Json.JsonSerializer without a JsonTypeInfo";

    // What each learns, and when.
    private static readonly Dictionary<Type, string> Once = new()
    {
        [typeof(ConfidentialAttribute)] = "whether an answer's type holds something confidential: a static field of each",
        [typeof(ExportWriter)] = "which properties of a type are secrets: kept for each type",
        [typeof(FunctionRoutes)] = "the route of a function: kept by its name",
        [typeof(HttpFunction)] = "the routes that the app has: a static property",
        [typeof(LiveResource)] = "the version of the assembly: a static field of who answers with it",
        [typeof(MailTemplates)] = "the words of mails, out of a file of its own: at the first mail",
        [typeof(ProblemCodes)] = "the list of codes: a static property",
        [typeof(Spellings)] = "whether a context writes both names: static fields, of which a test tells",
        [typeof(WordsAttribute)] = "the words of a list: for the description of the API",
    };

    private static readonly IReadOnlyList<(string Type, string Method, string Called)> Calls = FindCalls();

    [Fact]
    public void Types_are_looked_into_only_where_it_happens_once() =>
        Calls.Where(call => LooksIntoTypes(call.Called) && !Once.Keys.Any(type => type.FullName == call.Type))
            .Select(call => $"{call.Type}.{call.Method}: {call.Called}").ShouldBeEmpty();

    [Fact]
    public void Who_is_allowed_to_does() =>
        Once.Keys.Select(type => type.FullName).Except(Calls.Where(call => LooksIntoTypes(call.Called)).Select(call => call.Type)).ShouldBeEmpty();

    [Fact]
    public void How_an_answer_is_spelled_is_found_out_in_static_fields()
    {
        var calls = Calls.Where(call => call.Called.StartsWith($"{typeof(Spellings).FullName}::Of", StringComparison.Ordinal) && call.Type != typeof(Spellings).FullName).ToList();
        calls.ShouldNotBeEmpty();
        calls.Where(call => call.Method != ".cctor").ShouldBeEmpty();
    }

    // Names of types, and files within an assembly, are read without looking into any.
    private static bool LooksIntoTypes(string called) => called switch
    {
        JsonByReflection => true,
        "System.Type::GetTypeFromHandle" or "System.Reflection.MemberInfo::get_Name" => false,
        "System.Reflection.Assembly::GetManifestResourceStream" or "System.Reflection.Assembly::GetName" or "System.Reflection.AssemblyName::get_Name" => false,
        _ => called.StartsWith("System.Reflection.", StringComparison.Ordinal)
            || called.StartsWith("System.Type::Get", StringComparison.Ordinal)
            || called.StartsWith("System.Activator::", StringComparison.Ordinal),
    };

    /// <summary>Every call in the app and its stores that is not generated, with the outermost type that it stands in.</summary>
    private static List<(string Type, string Method, string Called)> FindCalls()
    {
        Assembly[] all = [typeof(Document).Assembly, typeof(FocusflowApp).Assembly, typeof(CosmosDocumentStore).Assembly, typeof(SqliteDocumentStore).Assembly];
        return
        [
            .. from assembly in all
               from type in AssemblyDefinition.ReadAssembly(assembly.Location).MainModule.GetTypes()
               let outermost = Outermost(type)
               where !IsGenerated(outermost)
               from method in type.Methods
               where method.HasBody
               from instruction in method.Body.Instructions
               where instruction.Operand is MethodReference
               select (outermost.FullName, method.Name, Name((MethodReference)instruction.Operand)),
        ];
    }

    private static string Name(MethodReference called) =>
        called.DeclaringType.FullName == "System.Text.Json.JsonSerializer" && !called.Parameters.Any(IsTypeInfo)
            ? JsonByReflection
            : $"{called.DeclaringType.FullName}::{called.Name}";

    // The serializer asks the first two kinds how a type is written, and otherwise looks into it.
    private static bool IsTypeInfo(ParameterDefinition parameter) =>
        parameter.ParameterType.Name.StartsWith("JsonTypeInfo", StringComparison.Ordinal) || parameter.ParameterType.Name == "JsonSerializerContext";

    // What source generators of the framework and of the worker's SDK write looks into types when it is made, which is once.
    private static bool IsGenerated(TypeDefinition type) =>
        type.BaseType?.FullName == "System.Text.Json.Serialization.JsonSerializerContext" || type.Name == "DirectFunctionExecutor";

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
