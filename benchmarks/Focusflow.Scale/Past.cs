using Focusflow.Tests.Costs;
using Focusflow.Tests.Scale;

namespace Focusflow.Scale;

/// <summary>What was measured of somebody with a past.</summary>
/// <param name="Days">How many days were lived before, each as an active user's.</param>
/// <param name="Documents">The documents they have left.</param>
/// <param name="Bytes">Their size as JSON.</param>
/// <param name="Lines">What each request asks of the store.</param>
internal sealed record Past(int Days, int Documents, double Bytes, IReadOnlyList<Measured> Lines)
{
    /// <summary>
    /// Somebody who has been there for two years, so that no page is short and a year has one before it, and somebody with ten years.
    /// </summary>
    public static async Task<IReadOnlyList<Past>> MeasureAsync()
    {
        List<Past> pasts = [];
        foreach (var days in (int[])[800, 3650])
        {
            var (lines, bytes, documents) = await RequestPaths.OfPastAsync(days);
            pasts.Add(new Past(days, documents, bytes, lines));
        }

        return pasts;
    }
}
