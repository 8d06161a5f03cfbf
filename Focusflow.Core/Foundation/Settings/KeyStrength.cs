namespace Focusflow.Core.Foundation.Settings;

/// <summary>
/// Tells keys that were made by chance from those that somebody typed or counted out. No measure can prove a key to be random;
/// this one finds zeros, repeated texts, sequences and sentences, and lets every random key pass (in hexadecimal too).
/// </summary>
public static class KeyStrength
{
    /// <summary>The fewest bits of a key that is used outside development.</summary>
    public const int LeastBits = 100;

    // About what a letter says in a language (Shannon, "Prediction and Entropy of Printed English").
    private const double BitsOfALetter = 1.3;

    /// <summary>At most how many bits of chance are in a key.</summary>
    public static double BitsOf(ReadOnlySpan<byte> key)
    {
        var once = key[..PeriodOf(key)];
        var steps = new byte[Math.Max(0, once.Length - 1)];
        for (var i = 0; i < steps.Length; i++)
            steps[i] = unchecked((byte)(once[i + 1] - once[i])); // 1, 2, 3, ... are many values, but one step
        var most = Math.Min(Spread(once), Spread(steps));
        return IsSentence(once) ? Math.Min(most, once.Length * BitsOfALetter) : most;
    }

    private static bool IsSentence(ReadOnlySpan<byte> key) => key.Contains((byte)' ') && !key.ContainsAnyExceptInRange((byte)' ', (byte)'~');

    // The shortest beginning that the whole consists of.
    private static int PeriodOf(ReadOnlySpan<byte> key)
    {
        for (var period = 1; period < key.Length; period++)
        {
            if (key[period..].SequenceEqual(key[..^period]))
                return period;
        }

        return key.Length;
    }

    // Shannon's entropy of the bytes' frequencies, over the whole length.
    private static double Spread(ReadOnlySpan<byte> bytes)
    {
        Span<int> counts = stackalloc int[256];
        foreach (var value in bytes)
            counts[value]++;
        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
                bits -= count * Math.Log2((double)count / bytes.Length);
        }

        return bits;
    }
}
