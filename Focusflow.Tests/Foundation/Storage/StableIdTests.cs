using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>Ids that are made of a cause.</summary>
public sealed class StableIdTests
{
    [Fact]
    public void The_same_cause_gives_the_same_id_and_another_one_another() => Seeded.Runs(200, random =>
    {
        var (one, other) = ($"cause:{random.Next(4)}", $"cause:{random.Next(4)}");

        (StableId.Of(one) == StableId.Of(other)).ShouldBe(one == other);
        Guid.Parse(StableId.Of(one)).Version.ShouldBe(8);
    });

    [Fact]
    public void Beside_a_document_an_id_lies_before_those_of_documents_that_were_made_later() => Seeded.Runs(200, random =>
    {
        var made = DateTimeOffset.UnixEpoch.AddMilliseconds(random.NextInt64(4_000_000_000_000));
        var (document, later) = (Guid.CreateVersion7(made).ToString("D"), Guid.CreateVersion7(made.AddMilliseconds(random.Next(1, 1000))).ToString("D"));
        var beside = StableId.Of("a cause", document);

        string.CompareOrdinal(beside, later).ShouldBeLessThan(0);
        string.CompareOrdinal(beside, Guid.CreateVersion7(made.AddMilliseconds(-1)).ToString("D")).ShouldBeGreaterThan(0);
        StableId.Of("a cause", document).ShouldBe(beside);
        StableId.Of("another cause", document).ShouldNotBe(beside);
        Guid.Parse(beside).Version.ShouldBe(8);
    });

    [Fact]
    public void Beside_what_is_no_guid_it_is_the_id_of_the_cause() => StableId.Of("a cause", "account").ShouldBe(StableId.Of("a cause"));
}
