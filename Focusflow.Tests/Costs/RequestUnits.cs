namespace Focusflow.Tests.Costs;

/// <summary>
/// What calls cost in request units. Point reads and writes by Microsoft's published figures for 1 KB and 8 KB, with a
/// straight line between and beyond; the rest by the assumptions that docs/costs.md names.
/// </summary>
internal static class RequestUnits
{
    public const double Read1 = 1.0;
    public const double Read8 = 1.33;
    public const double Write1 = 4.95;
    public const double Write8 = 7.04;

    /// <summary>Assumed: an indexed query of one partition that gives nothing, for each page.</summary>
    public const double QueryPage = 2.3;

    /// <summary>Assumed: each kilobyte that a query or a change feed gives.</summary>
    public const double ListedKilobyte = 0.3;

    /// <summary>Assumed: a page of the change feed that has nothing new.</summary>
    public const double ChangePage = 1.0;

    public static double Of(StoreCalls calls) =>
        Line(calls.Reads, calls.KilobytesRead, Read1, Read8)
        + Line(calls.Writes, calls.KilobytesWritten, Write1, Write8)
        + (calls.Queries * QueryPage)
        + (calls.ChangeReads * ChangePage)
        + (calls.KilobytesListed * ListedKilobyte);

    private static double Line(int operations, int kilobytes, double one, double eight) =>
        (operations * one) + ((kilobytes - operations) * (eight - one) / 7);
}
