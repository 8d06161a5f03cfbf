using System.Text.Json.Nodes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>
/// What was stored once stays readable. A new kind, or a new schema of one, gets its sample with <c>FOCUSFLOW_WRITE=1</c>;
/// a sample that is there is never written again, since it stands for documents that are out there.
/// </summary>
public sealed class StoredSchemasTests
{
    public static TheoryData<int, string> Samples => [.. DocumentSamples.Kept().Select(sample => (sample.Schema, sample.Kind))];

    [Fact]
    public void Every_kind_has_a_sample_of_its_schema()
    {
        foreach (var type in DocumentSamples.Types)
        {
            var sample = DocumentSamples.Write(type);
            var file = Repository.PathOf($"{DocumentSamples.Folder}/{JsonNode.Parse(sample)!["schema"]}/{DocumentSamples.KindOf(type)}.json");
            if (Environment.GetEnvironmentVariable("FOCUSFLOW_WRITE") == "1" && !File.Exists(file))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, sample);
            }

            File.Exists(file).ShouldBeTrue($"{file}: run this test with FOCUSFLOW_WRITE=1 and commit the file.");
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Documents_of_every_released_schema_can_be_read(int schema, string kind)
    {
        var (_, _, json) = DocumentSamples.Kept().Single(sample => sample.Schema == schema && sample.Kind == kind);
        var type = DocumentSamples.Types.Single(type => DocumentSamples.KindOf(type) == kind);
        var document = DocumentSamples.Read(type, json);

        // Read, and not merely passed over: what it says is still known.
        document.Id.ShouldBe(JsonNode.Parse(json)!["id"]!.GetValue<string>());
        document.Schema.ShouldBe(schema);
        document.Kind.ShouldBe(kind);
    }
}
