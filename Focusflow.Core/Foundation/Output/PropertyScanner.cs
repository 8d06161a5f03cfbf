using System.Numerics;
using System.Runtime.Intrinsics;

namespace Focusflow.Core.Foundation.Output;

/// <summary>
/// Finds the top-level properties of a JSON object that is known to be well-formed, because we have written it. It only
/// looks for where values end, which is several times faster than reading their tokens: the quotes of 64 bytes are found at once,
/// and it goes from one to the next.
/// </summary>
/// <param name="json">The object as UTF-8.</param>
internal ref struct PropertyScanner(ReadOnlySpan<byte> json)
{
    private const int BlockSize = 64;

    private readonly ReadOnlySpan<byte> json = json;

    // The block that has been looked at, and of its quotes those that are still to come, a bit each.
    private int block = -BlockSize;
    private ulong quotes;
    private bool escapesNextBlock;

    private int valueStart;

    /// <summary>The name of the property found, as it stands there.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The value of the property found, as it stands there.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The object from the value on.</summary>
    public readonly ReadOnlySpan<byte> FromValue => json[valueStart..];

    /// <summary>Finds the next property; false after the last.</summary>
    public bool Next()
    {
        var name = NextQuote();
        if (name < 0)
            return false;
        var end = NextQuote();
        Name = json[(name + 1)..end];
        var value = end + 1;
        while (json[value] is <= (byte)' ' or (byte)':')
            value++;
        valueStart = value;
        Value = json[value..EndOfValue(value)];
        return true;
    }

    private int EndOfValue(int start)
    {
        switch (json[start])
        {
            case (byte)'"':
                return EndOfString();
            case (byte)'{' or (byte)'[':
                return EndOfNested(start);
            default:
                var end = start + 1;
                while (json[end] is > (byte)' ' and not ((byte)',' or (byte)'}'))
                    end++;
                return end;
        }
    }

    /// <summary>Where a string ends whose first quote is the next.</summary>
    private int EndOfString()
    {
        _ = NextQuote();
        return NextQuote() + 1;
    }

    private int EndOfNested(int start)
    {
        var depth = 0;
        for (var i = start; ;)
        {
            switch (json[i])
            {
                case (byte)'"':
                    i = EndOfString();
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']':
                    depth--;
                    break;
            }

            i++;
            if (depth == 0)
                return i;
        }
    }

    /// <summary>The next quote that begins or ends a string; -1 after the last.</summary>
    private int NextQuote()
    {
        while (quotes == 0)
        {
            block += BlockSize;
            if (block >= json.Length)
                return -1;
            (quotes, escapesNextBlock) = QuotesOf(json[block..], escapesNextBlock);
        }

        var quote = block + BitOperations.TrailingZeroCount(quotes);
        quotes &= quotes - 1;
        return quote;
    }

    private static (ulong Quotes, bool EscapesNext) QuotesOf(ReadOnlySpan<byte> rest, bool escaped)
    {
        if (rest.Length >= BlockSize)
            return QuotesOf(Vector512.Create(rest), escaped);
        Span<byte> padded = stackalloc byte[BlockSize];
        padded.Clear();
        rest.CopyTo(padded);
        return QuotesOf(Vector512.Create<byte>(padded), escaped);
    }

    private static (ulong Quotes, bool EscapesNext) QuotesOf(Vector512<byte> bytes, bool escaped)
    {
        var found = Vector512.Equals(bytes, Vector512.Create((byte)'"')).ExtractMostSignificantBits();
        var backslashes = Vector512.Equals(bytes, Vector512.Create((byte)'\\')).ExtractMostSignificantBits();
        return backslashes != 0 || escaped ? WithoutEscaped(found, backslashes, escaped) : (found, false);
    }

    private static (ulong Quotes, bool EscapesNext) WithoutEscaped(ulong found, ulong backslashes, bool escaped)
    {
        var first = escaped ? 1ul : 0;
        (found, backslashes, escaped) = (found & ~first, backslashes & ~first, false);
        while (backslashes != 0)
        {
            // A backslash escapes what follows, which may be one that then escapes nothing.
            var at = BitOperations.TrailingZeroCount(backslashes);
            escaped = at == BlockSize - 1;
            found &= ~(2ul << at);
            backslashes &= ~(3ul << at);
        }

        return (found, escaped);
    }
}
