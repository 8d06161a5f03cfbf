using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Focusflow.Core.Foundation.Calendar;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Tests.Infrastructure;
using NodaTime;

namespace Focusflow.Tests.Foundation.Storage;

/// <summary>
/// A document of every kind with every property set: made from the types as they are now, and kept as they were when their
/// schema was released (<c>TestData/Documents/{schema}/{kind}.json</c>, never changed afterwards).
/// </summary>
internal static class DocumentSamples
{
    public const string UserId = "0199a000-0000-7000-8000-000000000001";
    public const string Folder = "Focusflow.Tests/TestData/Documents";

    private static readonly DateTimeOffset At = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    // Texts that are not free: what the app takes apart again.
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["UserId"] = UserId,
        ["Day"] = "2026-11-21",
        ["Month"] = "2026-11",
        ["Week"] = "2026-W47",
        ["Weeks"] = "2026-W47",
        ["Board"] = "2026-W47",
        ["LastTurned"] = "2026-W46",
        ["Reopened"] = "2026-W45",
        ["Timezone"] = "Europe/Berlin",
        ["Url"] = "https://example.com/hook",
        ["Events"] = "task_reminder",
        ["NotificationKind"] = "task_reminder",
        ["Priority"] = "high",
        ["ProductivityRating"] = "good",
        ["ChallengeType"] = "focus",
        ["TimeLimit"] = "17:00",
        ["ProfileVisibility"] = "public",
        ["AvatarUrl"] = "/avatars/sample.png",
        ["Years"] = "2026",
        ["SessionId"] = "0199a000-0000-7000-8000-000000000002",
        ["WorkId"] = "0199a000-0000-7000-8000-000000000003",
        ["TaskId"] = "0199a000-0000-7000-8000-000000000004",
    };

    /// <summary>The types of all kinds there are, found in the code.</summary>
    public static IReadOnlyList<Type> Types { get; } =
        [.. typeof(Document).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Document))).OrderBy(KindOf, StringComparer.Ordinal)];

    public static string KindOf(Type type) => Static<string>(type, "KindName");

    public static ContainerDefinition ContainerOf(Type type) => Static<ContainerDefinition>(type, "Container");

    /// <summary>The files there are.</summary>
    public static IReadOnlyList<(int Schema, string Kind, string Json)> Kept() =>
    [
        .. from file in Directory.GetFiles(Repository.PathOf(Folder), "*.json", SearchOption.AllDirectories)
           select (int.Parse(Path.GetFileName(Path.GetDirectoryName(file)!), null), Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)),
    ];

    /// <summary>A document of a type as it would be stored now.</summary>
    public static string Write(Type type)
    {
        var json = (byte[])Generic(typeof(DocumentSamples), nameof(WriteAs), type).Invoke(null, [])!;
        return JsonNode.Parse(json)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n";
    }

    /// <summary>Reads stored JSON as its type; throws what reading throws.</summary>
    public static Document Read(Type type, string json)
    {
        var stored = new StoredDocument(JsonNode.Parse(json)!["id"]!.GetValue<string>(), "partition", KindOf(type), "1", Encoding.UTF8.GetBytes(json));
        try
        {
            return (Document)Generic(typeof(DocumentStoreExtensions), nameof(DocumentStoreExtensions.As), type).Invoke(null, [stored])!;
        }
        catch (TargetInvocationException error)
        {
            throw error.InnerException!;
        }
    }

    private static byte[] WriteAs<T>()
        where T : Document, IDocument<T> =>
        DocumentJson.Write((T)Make(typeof(T), ""));

    private static object Make(Type type, string name)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return Words.GetValueOrDefault(name, "text");
        if (type == typeof(bool))
            return true;
        if (type == typeof(int) || type == typeof(long))
            return Convert.ChangeType(7, type, null);
        if (type == typeof(DateTimeOffset))
            return At;
        if (type == typeof(DayOrInstant))
            return new DayOrInstant(At);
        if (type == typeof(Guid))
            return Guid.Parse(Words["TaskId"]);
        if (type == typeof(LocalTime))
            return new LocalTime(9, 0);
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(0)!;
        if (type == typeof(byte[]))
            return new byte[] { 1, 2, 3 };
        if (type == typeof(JsonObject))
            return new JsonObject { ["task_id"] = Words["TaskId"] };
        if (type == typeof(JsonElement))
            return JsonElement.Parse("""{"theme":"dark"}""");
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return ListOf(type.GetGenericArguments()[0], name);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return DictionaryOf(type.GetGenericArguments()[1], name);
        return Fill(RuntimeHelpers.GetUninitializedObject(type));
    }

    private static object Fill(object made)
    {
        foreach (var property in made.GetType().GetProperties().Where(property => property.CanWrite && property.Name != nameof(Document.ETag)))
            property.SetValue(made, made is Document && property.Name == nameof(Document.Schema) ? 1 : made is Document && property.Name == nameof(Document.Id) ? IdOf(made.GetType()) : Make(property.PropertyType, property.Name));
        return made;
    }

    private static string IdOf(Type type) => KindOf(type) switch
    {
        "weekScore" => "score-2026-W47",
        "challengeWeek" => "challenge-week-2026-W47",
        "reflection" => "reflection-2026-11-21",
        "departingAccount" or "abandonedAccount" => "account",
        _ => (type.GetField("FixedId") ?? type.GetField("DocumentId"))?.GetValue(null) as string ?? "0199a000-0000-7000-8000-0000000000aa",
    };

    private static Array ListOf(Type element, string name)
    {
        var list = Array.CreateInstance(element, 1);
        list.SetValue(Make(element, name), 0);
        return list;
    }

    private static IDictionary DictionaryOf(Type value, string name)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value))!;
        dictionary[Words.GetValueOrDefault(name, "key")] = Make(value, name);
        return dictionary;
    }

    private static MethodInfo Generic(Type type, string method, Type argument) =>
        type.GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.MakeGenericMethod(argument);

    private static T Static<T>(Type type, string name) => (T)type.GetProperty(name)!.GetValue(null)!;
}
