using System.Buffers;

namespace Focusflow.Core.Foundation.Output;

/// <summary>
/// Finds the top-level properties of a JSON object that is known to be well-formed, because we have written it. It only
/// looks for where values end, which is several times faster than reading their tokens.
/// </summary>
/// <param name="json">The object as UTF-8.</param>
internal ref struct PropertyScanner(ReadOnlySpan<byte> json)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> AfterScalar = SearchValues.Create(",} \r\n\t"u8);

    private readonly ReadOnlySpan<byte> json = json;
    private int position = json.IndexOf((byte)'{') + 1;

    /// <summary>The name of the property found, as it stands there.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The value of the property found, as it stands there.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Finds the next property; false after the last.</summary>
    public bool Next()
    {
        Skip((byte)',');
        if (json[position] == '}')
            return false;
        var end = EndOfString(position);
        Name = json[(position + 1)..(end - 1)];
        position = end;
        Skip((byte)':');
        end = EndOfValue(position);
        Value = json[position..end];
        position = end;
        return true;
    }

    private int EndOfValue(int start) => json[start] switch
    {
        (byte)'"' => EndOfString(start),
        (byte)'{' or (byte)'[' => EndOfNested(start),
        _ => start + json[start..].IndexOfAny(AfterScalar),
    };

    private int EndOfString(int start)
    {
        for (var i = start + 1; ;)
        {
            i += json[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (json[i] == '"')
                return i + 1;
            i += 2;
        }
    }

    private int EndOfNested(int start)
    {
        var depth = 0;
        for (var i = start; ;)
        {
            i += json[i..].IndexOfAny(Structure);
            if (json[i] == '"')
            {
                i = EndOfString(i);
                continue;
            }

            depth += json[i] is (byte)'{' or (byte)'[' ? 1 : -1;
            i++;
            if (depth == 0)
                return i;
        }
    }

    /// <summary>Skips white space and a separator, if there is one.</summary>
    private void Skip(byte separator)
    {
        while (json[position] <= ' ' || json[position] == separator)
            position++;
    }
}
