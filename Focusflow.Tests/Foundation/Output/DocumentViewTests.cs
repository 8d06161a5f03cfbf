using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Output;
using Focusflow.Core.Foundation.Storage;
using NodaTime;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Foundation.Output;

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
    [InlineData("{ \"x\" : [ \"]}\\\"\", {\"id\": \"{\"} ] ,\n \"id\" : 12 , \"tags\":true }", """{"id":12,"tags":true,"due_date":null}""")]
    public void Shows_some_properties_under_other_names(string stored, string shown)
    {
        var output = new ArrayBufferWriter<byte>();
        View.Write(Encoding.UTF8.GetBytes(stored), UserCalendar.Utc, output);
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe(shown);
    }

    [Theory]
    [InlineData("""{"dueDate":"2026-11-21","steps":[]}""", """{"due_date":"2026-11-21","due_at":"2026-11-22T03:00:00Z","steps":[]}""")]
    [InlineData("""{"dueDate":"2026-11-21T17:00:00.1234567Z"}""", """{"due_date":"2026-11-21T17:00:00.1234567Z","due_at":"2026-11-21T17:00:00.1234567Z","steps":[]}""")]
    [InlineData("""{"dueDate":null}""", """{"due_date":null,"due_at":null,"steps":[]}""")]
    [InlineData("""{}""", """{"due_date":null,"due_at":null,"steps":[]}""")]
    public void A_day_is_shown_as_it_is_and_as_the_instant_at_which_it_is_over(string stored, string shown)
    {
        var view = new DocumentView(
            new ViewField("dueDate", "due_date", IsInstant: true),
            new ViewField("dueDate", "due_at", IsInstant: true, AtDayEnd: true),
            new ViewField("steps", "steps", Absent: "[]"));
        var output = new ArrayBufferWriter<byte>();
        view.Write(Encoding.UTF8.GetBytes(stored), UserCalendar.Find("Europe/Berlin", new LocalTime(4, 0))!, output);
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe(shown);
    }

    /// <summary>Quotes are looked for in blocks of 64 bytes, and whatever escapes or ends them may be the first or the last of one.</summary>
    [Fact]
    public void Where_a_value_lies_in_a_document_makes_no_difference()
    {
        string[] values = [@"{""a"":""\""b"",""c"":""\\""}", @"""\\\\""", @"""\""""", @"""x\\\""""", @"""""", "{}", "[[],[{}]]", "1.5e-30", "true"];
        foreach (var value in values)
        {
            for (var before = 0; before < 200; before++)
            {
                var stored = $$"""{"x":"{{new string('x', before)}}","tags":{{value}},"id":{{value}}}""";
                var output = new ArrayBufferWriter<byte>();
                View.Write(Encoding.UTF8.GetBytes(stored), UserCalendar.Utc, output);
                Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe($$"""{"tags":{{value}},"id":{{value}},"due_date":null}""", stored);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_document_is_shown_as_a_JSON_reader_would_show_it(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var document = new JsonObject();
            foreach (var name in new[] { "id", "tags", "dueDate", "kind", "a\"b", "é", "id2", "tag" }.OrderBy(_ => random.Next()).Take(random.Next(9)))
                document[name] = name == "dueDate" ? RandomInstant(random) : RandomJson(random, 0);
            var stored = document.ToJsonString(new JsonSerializerOptions { WriteIndented = random.Next(2) == 0 });

            var output = new NoMoreThanAsked();
            View.Write(Encoding.UTF8.GetBytes(stored), UserCalendar.Utc, output);
            var expected = new JsonObject
            {
                ["id"] = document["id"]?.DeepClone(),
                ["due_date"] = document["dueDate"]?.GetValue<string>() is { } due ? Trimmed(due) : null,
                ["tags"] = document["tags"]?.DeepClone(),
            };
            JsonNode.DeepEquals(JsonNode.Parse(output.Written), expected).ShouldBeTrue(stored);
        }
    }

    /// <summary>What the view writes beside what it means to write is within what it has asked for.</summary>
    private sealed class NoMoreThanAsked : IBufferWriter<byte>
    {
        private byte[] given = [];
        private int written;

        public ReadOnlySpan<byte> Written => given.AsSpan(0, written);

        public void Advance(int count) => written = count;

        public Memory<byte> GetMemory(int sizeHint = 0) => given = new byte[sizeHint];

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }

    private static JsonNode? RandomInstant(Random random)
    {
        var unit = (long)Math.Pow(10, random.Next(9));
        return random.Next(3) switch
        {
            0 => null,
            1 => "2026-11-21",
            _ => InstantText.ToSortable(DateTimeOffset.UnixEpoch.AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 30_000) / unit * unit)),
        };
    }

    private static string Trimmed(string due) => due.Length == 10 ? due : Timestamps.Write(InstantText.Parse(due));

    private static JsonNode? RandomJson(Random random, int depth) => random.Next(depth > 2 ? 5 : 7) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-1000, 1000),
        3 => random.NextDouble() * 1e-30,
        4 => string.Concat(Enumerable.Range(0, random.Next(10) == 0 ? random.Next(200) : random.Next(6)).Select(_ => new[] { "\"", "\\", "}", "]", "{", "[", ",", ":", "é", "🚀", "x", "\n" }[random.Next(12)])),
        5 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => RandomJson(random, depth + 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(4)).Select(k => KeyValuePair.Create($"id{k}", RandomJson(random, depth + 1)))),
    };
}
