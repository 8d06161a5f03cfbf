using System.Text;
using System.Text.Json.Nodes;
using Focusflow.Core.Features.Tasks;
using Focusflow.Core.Foundation.Storage;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Tasks;

/// <summary>Tags, search and titles as people read them, of tasks stored now and of tasks stored before there were keys.</summary>
public sealed class TaskTextTests
{
    [Theory]
    [InlineData("Δρόμος", "ΔΡΌΜΟΣ")]
    [InlineData("café", "cafe\u0301")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("Straße", "strasse")]
    public async Task A_tag_is_found_in_any_spelling(string tag, string sought)
    {
        using var bench = await TaskBench.OpenAsync();
        var task = await bench.CreateAsync($$"""{"title": "a", "tags": ["{{tag}}", "other", "{{sought}}"]}""");
        task.GetProperty("tags").EnumerateArray().Select(one => one.GetString()).ShouldBe([tag, "other"], "the same tag again is dropped");
        foreach (var (name, value) in new[] { ("tags", sought), ("tags_all", sought), ("tags_all", $"{sought},OTHER"), ("tags", $"none,{tag}") })
            (await FindAsync(bench, name, value)).ShouldBe(["a"], $"{name}={value}");
        (await FindAsync(bench, "tags_all", $"{sought},none")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Der Δρόμος", "ΔΡΌΜΟΣ")]
    [InlineData("Un café", "CAFE\u0301")]
    [InlineData("Un cafe\u0301", "Café")]
    [InlineData("Flug nach İstanbul", "istanbul")]
    [InlineData("Große Straße", "STRASSE")]
    [InlineData("Strasse kehren", "straße")]
    [InlineData("Buy milk", "MILK")]
    [InlineData("So\u00ADftware", "software")]
    public async Task A_text_is_found_in_any_spelling(string text, string sought)
    {
        using var bench = await TaskBench.OpenAsync();
        await bench.CreateAsync($$"""{"title": "{{text}}"}""");
        await bench.CreateAsync($$"""{"title": "b", "description": "{{text}}"}""");
        await bench.CreateAsync("""{"title": "c", "description": "Etwas ganz anderes, μα όχι"}""");
        (await FindAsync(bench, "q", sought)).ShouldBe([text, "b"], ignoreOrder: true);
    }

    /// <summary>As such tasks were stored: keys in lower case, and no key for searching.</summary>
    [Theory]
    [InlineData("tags", "δρόμος")]
    [InlineData("tags_all", "Δρόμος")]
    [InlineData("q", "Δρόμος")]
    [InlineData("q", "ΔΡΌΜΟς")]
    [InlineData("q", "straße")]
    public async Task A_task_of_before_is_found_as_it_was(string name, string value)
    {
        using var bench = await TaskBench.OpenAsync();
        var id = Guid.Parse((await bench.CreateAsync("""{"title": "Δρόμος, Straße", "tags": ["Δρόμος"]}""")).GetProperty("id").GetString()!);
        var stored = (await bench.Store.ReadAsync(new DocumentKey(Containers.UserData, bench.Caller.UserId, id.ToString("D"))))!.Value;
        var json = JsonNode.Parse(stored.Json.Span)!.AsObject();
        json.Remove("searchKey").ShouldBeTrue();
        json["tagKeys"] = new JsonArray("δρόμος");
        json["titleKey"] = "δρόμος, straße";
        var write = new DocumentWrite.Replace(stored.Id, stored.Kind, Encoding.UTF8.GetBytes(json.ToJsonString()), stored.ETag);
        (await bench.Store.CommitAsync(new DocumentBatch(Containers.UserData, bench.Caller.UserId, [write]))).Succeeded.ShouldBeTrue();

        (await FindAsync(bench, name, value)).ShouldBe(["Δρόμος, Straße"]);
        await bench.UpdateAsync(id, """{"priority": "high"}""");
        (await bench.FindAsync(id))!.SearchKey.ShouldNotBeNull();
        (await FindAsync(bench, name, value)).ShouldBe(["Δρόμος, Straße"]);
        (await FindAsync(bench, "q", "STRASSE")).ShouldBe(["Δρόμος, Straße"]);
    }

    [Theory]
    [InlineData("""{"title": "a", "tags": ["a,b"]}""", "tags")]
    [InlineData("""{"title": "a", "tags": ["in\u200Bvisible"]}""", "tags")]
    [InlineData("""{"title": "a", "tags": ["\u202Egat"]}""", "tags")]
    [InlineData("""{"title": "a", "tags": ["\u3164"]}""", "tags")]
    [InlineData("""{"title": "a", "tags": ["two\nlines"]}""", "tags")]
    [InlineData("""{"title": "\u200B"}""", "title")]
    [InlineData("""{"title": "\u3164 \u2800"}""", "title")]
    public void What_nobody_can_read_or_find_again_is_refused(string json, string field) =>
        TaskSamples.Create(json).Problem!.Errors!.Keys.ShouldBe([field]);

    [Fact]
    public async Task Titles_sort_as_people_expect()
    {
        using var bench = await TaskBench.OpenAsync();
        string[] titles = ["apfel", "Apfel", "Äpfel", "birne", "Öl", "ozean", "résumé", "resumes", "Zoë", "zoo"];
        foreach (var title in titles.Reverse())
            await bench.CreateAsync($$"""{"title": "{{title}}"}""");
        (await FindAsync(bench, "sort", "title")).ShouldBe(titles);
        (await FindAsync(bench, "sort", "-title")).ShouldBe(titles.Reverse());
    }

    [Fact]
    public void Plain_titles_carry_no_second_copy()
    {
        TaskSamples.Task("""{"title": "Buy milk", "description": "Two litres"}""").SearchKey.ShouldBeNull();
        TaskSamples.Task("""{"title": "Milch", "description": "für Ann"}""").SearchKey.ShouldBe("milch\nfür ann");
    }

    private static async Task<IReadOnlyList<string>> FindAsync(TaskBench bench, string name, string value) =>
        [.. (await bench.ListAllAsync(new Dictionary<string, string[]> { [name] = [value] }, 50)).Select(task => task.Title)];
}
