using System.Buffers;
using System.Text;
using Focusflow.Core.Output;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Output;

public sealed class DocumentViewTests
{
    private static readonly DocumentView View = new(
        new ViewField("id", "id"), new ViewField("dueDate", "due_date", IsInstant: true), new ViewField("tags", "tags"));

    [Theory]
    [InlineData("""{"id":"1","dueDate":"2025-09-29T17:00:00.0000000Z","tags":["a","b"],"kind":"x"}""", """{"id":"1","due_date":"2025-09-29T17:00:00Z","tags":["a","b"]}""")]
    [InlineData("""{"kind":{"dueDate":[1,{"id":2}]},"tags":[],"dueDate":null,"id":"\u00e9\""}""", """{"tags":[],"due_date":null,"id":"\u00e9\""}""")]
    [InlineData("""{"id":"1","dueDate":"2025-09-29T17:00:00.1200000Z"}""", """{"id":"1","due_date":"2025-09-29T17:00:00.12Z","tags":null}""")]
    [InlineData("""{"id":"1","dueDate":"2025-09-29T17:00:10.0000000Z","tags":{"x":1}}""", """{"id":"1","due_date":"2025-09-29T17:00:10Z","tags":{"x":1}}""")]
    [InlineData("""{}""", """{"id":null,"due_date":null,"tags":null}""")]
    public void Shows_some_properties_under_other_names(string stored, string shown)
    {
        var output = new ArrayBufferWriter<byte>();
        View.Write(Encoding.UTF8.GetBytes(stored), output);
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe(shown);
    }
}
