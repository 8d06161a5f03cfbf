using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Focusflow.Core.Features.Insights;

/// <summary>Writes a column of numbers as a text, <c>ffk,,2s</c>: in base 36, nothing for a zero, none at the end.</summary>
internal sealed class InsightColumnConverter : JsonConverter<IReadOnlyList<int>>
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    public override IReadOnlyList<int> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A column is a text.");
        var text = reader.GetString()!;
        return text.Length == 0 ? [] : [.. text.Split(',').Select(Parse)];
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<int> value, JsonSerializerOptions options)
    {
        var text = new StringBuilder();
        foreach (var number in value)
            Append(text, number).Append(',');
        writer.WriteStringValue(text.ToString().TrimEnd(','));
    }

    private static StringBuilder Append(StringBuilder text, int number)
    {
        var at = text.Length;
        for (; number > 0; number /= Digits.Length)
            text.Insert(at, Digits[number % Digits.Length]);
        return text;
    }

    private static int Parse(string text)
    {
        var number = 0;
        foreach (var letter in text)
        {
            var digit = Digits.IndexOf(letter, StringComparison.Ordinal);
            number = digit >= 0 ? checked((number * Digits.Length) + digit) : throw new JsonException("A column holds numbers in base 36.");
        }

        return number;
    }
}
