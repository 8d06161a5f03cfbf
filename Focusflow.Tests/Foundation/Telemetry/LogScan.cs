using System.Buffers;
using System.Text.RegularExpressions;

namespace Focusflow.Tests.Foundation.Telemetry;

/// <summary>Looks through lines of log for what must not be there.</summary>
internal static partial class LogScan
{
    private static readonly (string What, Regex Pattern)[] Patterns =
    [
        ("an e-mail address", Email()),
        ("a token of an access or a refresh", Token()),
        ("a header with credentials", Credentials()),
        ("a webhook's secret", WebhookSecret()),
        ("a calendar's address", CalendarAddress()),
        ("a query string", Query()),
        ("the path of a request", Path()),
    ];

    /// <summary>What was found: what it is, and the line.</summary>
    /// <param name="lines">The log.</param>
    /// <param name="secrets">Texts that must not be in it.</param>
    public static IEnumerable<string> Find(IEnumerable<string> lines, IReadOnlyCollection<string> secrets)
    {
        var values = SearchValues.Create([.. secrets], StringComparison.Ordinal);
        foreach (var line in lines)
        {
            foreach (var (what, pattern) in Patterns)
            {
                if (pattern.Match(line) is { Success: true } match)
                    yield return $"{what} ({match.Value}): {line}";
            }

            if (secrets.Count > 0 && line.AsSpan().IndexOfAny(values) is >= 0 and var at)
                yield return $"something told in confidence ({secrets.First(text => line.AsSpan(at).StartsWith(text, StringComparison.Ordinal))}): {line}";
        }
    }

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[\w.-]*\w", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Email();

    // Forty characters of base64 with digits and both cases; hexadecimal ids of traces are shorter and names have no digits.
    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]{5}|\b(?=[A-Za-z_/+-]{0,39}[0-9])(?=[a-z0-9_/+-]{0,39}[A-Z])(?=[A-Z0-9_/+-]{0,39}[a-z])[A-Za-z0-9_+/-]{40,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"\b(Bearer|Basic) [A-Za-z0-9]|Authorization[:=]|x-functions-key[:=]|[?&]code=", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Credentials();

    [GeneratedRegex(@"whsec_", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WebhookSecret();

    [GeneratedRegex(@"calendar/[^{\s]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CalendarAddress();

    [GeneratedRegex(@"\?[A-Za-z_]+=", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Query();

    [GeneratedRegex(@"/api/[A-Za-z]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Path();
}
