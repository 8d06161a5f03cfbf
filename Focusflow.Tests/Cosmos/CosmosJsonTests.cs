using System.Text;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Cosmos;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Cosmos;

public sealed class CosmosJsonTests
{
    [Theory]
    [InlineData("""{"id":"a"}""", """{"id":"a","ttl":90}""")]
    [InlineData(""" { "id":"a" } """, """ { "id":"a","ttl":90}""")]
    [InlineData("{ }", """{"ttl":90}""")]
    public void A_lifetime_becomes_a_property_in_seconds(string json, string expected) =>
        Encoding.UTF8.GetString(CosmosJson.WithTimeToLive(Encoding.UTF8.GetBytes(json), TimeSpan.FromSeconds(90)).Span).ShouldBe(expected);

    [Fact]
    public void Without_a_lifetime_the_document_stays_as_it_is() =>
        Encoding.UTF8.GetString(CosmosJson.WithTimeToLive("{}"u8.ToArray(), null).Span).ShouldBe("{}");

    [Fact]
    public void A_page_is_cut_into_its_documents()
    {
        var page = """
            {"_rid":"x","Documents":[
              {"id":"a","owner":"ann","kind":"thing","nested":{"id":"no","list":[{"kind":"no"}]},"ttl":5, "_etag":"\"1\"","_ts":1},
              {"_etag":"\"2\"","kind":"th\u0069ng","owner":"ann","id":"b"}],"_count":2}
            """u8.ToArray();
        List<StoredDocument> documents = [];

        CosmosJson.AddDocuments(page, "owner", documents);

        documents.Select(document => (document.Id, document.Partition, document.Kind, document.ETag))
            .ShouldBe([("a", "ann", "thing", "1"), ("b", "ann", "thing", "2")]);
        Encoding.UTF8.GetString(documents[0].Json.Span)
            .ShouldBe("""{"id":"a","owner":"ann","kind":"thing","nested":{"id":"no","list":[{"kind":"no"}]}}""");
    }

    [Fact]
    public void In_a_container_partitioned_by_id_the_id_is_the_partition()
    {
        var document = CosmosJson.Document("""{"id":"a","kind":"identity","_etag":"\"1\""}"""u8.ToArray(), "id");
        document.Partition.ShouldBe("a");
    }
}
