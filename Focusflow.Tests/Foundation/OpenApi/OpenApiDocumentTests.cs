using System.Text;
using System.Text.RegularExpressions;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Input;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.OpenApi;
using Focusflow.Tests.Foundation.OpenApi.Description;
using Focusflow.Tests.Features.Accounts;
using Focusflow.Tests.Infrastructure;
using Microsoft.OpenApi;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.OpenApi;

public sealed partial class OpenApiDocumentTests
{
    private static readonly string Generated =
        Encoding.UTF8.GetString(OpenApiFunctions.Write(Description.OpenApiDocument.Create(PublicFunctions.Names.Contains)));

    [Fact]
    public void The_checked_in_description_is_what_the_functions_say()
    {
        var file = Repository.PathOf("docs/openapi.json");
        if (Environment.GetEnvironmentVariable("FOCUSFLOW_WRITE") == "1")
            File.WriteAllText(file, Generated);

        File.ReadAllText(file).ShouldBe(Generated, "Write it anew: FOCUSFLOW_WRITE=1 dotnet test --filter OpenApiDocumentTests");
    }

    [Fact]
    public void It_is_valid_OpenApi_3_1()
    {
        var read = Microsoft.OpenApi.OpenApiDocument.Parse(Generated, OpenApiConstants.Json);

        read.Diagnostic!.Errors.ShouldBeEmpty();
        read.Diagnostic.SpecificationVersion.ShouldBe(OpenApiSpecVersion.OpenApi3_1);
        read.Document!.Paths.Count.ShouldBeGreaterThan(40);
    }

    [Fact]
    public async Task Every_route_and_method_that_is_served_is_described_and_no_other_but_HEAD()
    {
        await using var app = await FocusflowTestApp.StartAsync();

        var served = from function in app.HttpFunctions
                     from method in function.Methods
                     where method != "HEAD" // goes with GET
                     select $"{method} /{Constraint().Replace(function.Route["api/".Length..], "}")}";

        ApiContract.Of.Declared.Select(answer => answer.Operation).Distinct(StringComparer.Ordinal).ShouldBe(served, ignoreOrder: true);
    }

    [Fact]
    public void Every_filter_of_tasks_is_described() =>
        ApiContract.Of.Find("GET", "/tasks")!.Value.Operation["parameters"]!.AsArray()
            .Where(parameter => (string?)parameter!["in"] == "query").Select(parameter => (string)parameter!["name"]!)
            .ShouldBe(ParameterReader.Describe(reader => TaskFilter.Read(reader)).Select(rule => rule.Name).Concat(["limit", "cursor"]), ignoreOrder: true);

    [Fact]
    public void Every_function_names_its_parameters_statuses_and_security()
    {
        var document = Microsoft.OpenApi.OpenApiDocument.Parse(Generated, OpenApiConstants.Json).Document!;

        var create = document.Paths["/tasks"].Operations![HttpMethod.Post];
        create.RequestBody!.Content!["application/json"].Schema!.Required!.ShouldBe(["title"]);
        create.Responses!.Keys.ShouldBe(["201", "400", "401", "409", "413", "415", "422", "429", "500", "503"], ignoreOrder: true);
        document.Paths["/health/live"].Operations![HttpMethod.Get].Security!.ShouldBeEmpty();
        document.Paths["/tasks/{id}"].Operations!.Keys.Select(method => method.Method)
            .ShouldBe(["GET", "PUT", "PATCH", "DELETE"], ignoreOrder: true);
    }

    [GeneratedRegex(@":[^}]*\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Constraint();
}
