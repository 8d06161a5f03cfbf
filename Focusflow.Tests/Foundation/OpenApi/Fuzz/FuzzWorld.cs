using System.Text.Json;

namespace Focusflow.Tests.Foundation.OpenApi.Fuzz;

/// <summary>What the fuzzer knows of the app from its answers: people, tokens, ids, versions, cursors.</summary>
internal sealed class FuzzWorld(TimeProvider clock)
{
    private const int Most = 40;
    private readonly Dictionary<string, List<(FuzzPerson? Owner, string Id)>> ids = new(StringComparer.Ordinal);
    private readonly List<FuzzPerson> people = [];

    /// <summary>Now, by the clock of the app.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Who asks at the moment.</summary>
    public FuzzPerson? Caller { get; set; }

    /// <summary>Everybody whose token is still good, as far as is known.</summary>
    public IReadOnlyList<FuzzPerson> People => people;

    /// <summary>The version that was last seen of a path.</summary>
    public Dictionary<string, string> Versions { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a person of whom there is an answer with tokens.</summary>
    public void Add(FuzzPerson person) => people.Add(person);

    /// <summary>Forgets a person whose token is no longer good.</summary>
    public void Remove(FuzzPerson person) => people.Remove(person);

    /// <summary>A value that a field or parameter of this name could really have, or null.</summary>
    public string? Known(string name, Random random) => name switch
    {
        "email" => random.Next(3) > 0 ? Caller?.Email : $"new{random.Next()}@example.com",
        "new_email" => $"next{random.Next()}@example.com",
        "password" or "current_password" => Caller?.Password,
        "refresh_token" => Caller?.RefreshToken,
        "timezone" => new[] { "UTC", "Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles" }[random.Next(4)],
        "recurrence" => new[] { "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3" }[random.Next(3)],
        "task_id" => IdOf("tasks", random),
        "p256dh" => "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", // the example of RFC 8291
        "auth" => "BTBZMqHH6r4Tts7J_aSIgg",
        "cursor" or "token" => IdOf(name, random),
        _ => null,
    };

    /// <summary>An id from below a path, such as <c>tasks</c> (of a step: that of its task, a slash, and its own), mostly one of the caller's own; null when none is known.</summary>
    public string? IdOf(string group, Random random)
    {
        if (!ids.TryGetValue(group, out var known) || known.Count == 0)
            return null;
        var own = known.Where(one => one.Owner?.Email == Caller?.Email).ToList();
        return own.Count > 0 && random.Next(8) > 0 ? own[random.Next(own.Count)].Id : known[random.Next(known.Count)].Id;
    }

    /// <summary>An id of anything, or of nothing.</summary>
    public string AnyId(Random random)
    {
        var groups = ids.Keys.Where(group => group is not ("cursor" or "token" or "steps")).ToList();
        return groups.Count > 0 && random.Next(2) == 0 ? IdOf(groups[random.Next(groups.Count)], random) ?? "x" : new Guid(Bytes(random)).ToString();
    }

    /// <summary>Learns from an answer: the ids in it, the version, the next page, the address of a calendar.</summary>
    public void Learn(string path, HttpResponseMessage answer, JsonElement? body)
    {
        var parts = path.Trim('/').Split('/');
        var group = parts[0] is "break-sessions" or "current-session" ? "focus-sessions" : parts[0];
        if (answer.RequestMessage?.Method == HttpMethod.Delete && answer.IsSuccessStatusCode && ids.TryGetValue(group, out var known))
            known.RemoveAll(one => one.Id == parts[^1]);
        if (answer.Headers.ETag is { } version)
            Versions[path] = version.ToString();
        if (answer.Headers.TryGetValues("Link", out var links) && links.First().Split("cursor=") is [_, var rest])
            Keep("cursor", Uri.UnescapeDataString(rest.Split('>', '&')[0]));
        if (body is not { } json)
            return;
        foreach (var item in json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().Take(3) : [json])
        {
            if (item.ValueKind == JsonValueKind.Object)
                LearnOf(item, group);
        }
    }

    private void LearnOf(JsonElement item, string group)
    {
        if (TextOf(item, "url") is { } url && url.EndsWith(".ics", StringComparison.Ordinal))
            Keep("token", url.Split('/')[^1][..^".ics".Length]);
        if ((TextOf(item, "id") ?? TextOf(item, "session_id")) is not { } id)
            return;
        Keep(group, id);
        if (TextOf(item, "recurrence") is not null)
            Keep("recurring", id);
        if (TextOf(item, "status") == "paused")
            Keep("paused", id);
        if (!item.TryGetProperty("steps", out var steps))
            return;
        foreach (var step in steps.EnumerateArray())
            Keep("steps", $"{id}/{TextOf(step, "id")}");
    }

    private static string? TextOf(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return bytes;
    }

    private void Keep(string group, string id)
    {
        if (!ids.TryGetValue(group, out var known))
            ids[group] = known = [];
        if (known.Count >= Most)
            known.RemoveAt(0);
        known.Add((Caller, id));
    }
}

/// <summary>Somebody with tokens.</summary>
internal sealed record FuzzPerson(string Email, string Password, string AccessToken, string RefreshToken);
