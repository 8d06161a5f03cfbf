using System.Text;
using Focusflow.Functions.Middleware;
using Focusflow.Functions.OpenApi;
using Focusflow.Tests.Infrastructure;
using Microsoft.OpenApi;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.OpenApi;

public sealed class OpenApiDocumentTests
{
    private static readonly string Generated =
        Encoding.UTF8.GetString(OpenApiFunctions.Write(Functions.OpenApi.OpenApiDocument.Create(PublicFunctions.Names.Contains)));

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
}
