using System.Globalization;
using System.Text;
using Focusflow.Tests.Costs.Scenarios;
using Focusflow.Tests.Infrastructure;

namespace Focusflow.Tests.Costs;

/// <summary>The measured and computed parts of docs/costs.md; each stands between two marks, and the words around them are kept.</summary>
internal static class CostsDocument
{
    public static string Fill(string document, IReadOnlyList<Measured> lines)
    {
        var background = lines.Where(line => Schedules.RunsPerMonth.ContainsKey(line.Function) || Schedules.Orchestrations.Contains(line.Function)).ToList();
        document = Put(document, "endpoints", Operations(lines.Except(background)));
        document = Put(document, "background", Operations(background));
        document = Put(document, "figures", Figures());
        document = Put(document, "day", Day(lines));
        document = Put(document, "schedules", Idle(lines));
        document = FillLogs(document);
        return Put(document, "bill", Bills(lines));
    }

    /// <summary>The part that needs no measuring: what a day of 1,000 users sends to Application Insights.</summary>
    public static string FillLogs(string document)
    {
        var day = new LogDay(1000);
        var table = new StringBuilder("| a day of 1,000 users | happen | are kept | KB each | MB |\n|---|--:|--:|--:|--:|\n");
        foreach (var (what, happen, kept, kilobytes) in day.Items)
            table.Append(CultureInfo.InvariantCulture, $"| {what} | {happen:#,0} | {kept:#,0} | {kilobytes} | {kept * kilobytes / 1024:#,0} |\n");
        return Put(document, "logs", table.Append(CultureInfo.InvariantCulture, $"| **together** | | | | **{day.Megabytes:#,0}** |\n\n")
            .Append(CultureInfo.InvariantCulture, $"All that is said of closed streams, unsampled, would be {day.UnsampledLeavings:#,0} MB more.\n").ToString());
    }

    private static string Put(string document, string name, string text) => WrittenParts.Put(document, name, "CostsDocumentTests", text);

    private static string Operations(IEnumerable<Measured> lines)
    {
        var table = new StringBuilder("| function | what | reads | queries | feed | commits (writes) | KB read, listed, written | RU |\n|---|---|--:|--:|--:|--:|--:|--:|\n");
        foreach (var line in lines)
        {
            var calls = line.Calls;
            table.Append(CultureInfo.InvariantCulture, $"| {line.Function} | {line.What} | {calls.Reads} | {calls.Queries} | {calls.ChangeReads} | ")
                .Append(CultureInfo.InvariantCulture, $"{calls.Commits} ({calls.Writes}) | {calls.KilobytesRead}, {calls.KilobytesListed}, {calls.KilobytesWritten} | {line.RequestUnits:0.0} |\n");
        }

        return table.ToString();
    }

    private static string Figures() => string.Create(CultureInfo.InvariantCulture, $"""
        | | 1 KB | 8 KB | |
        |---|--:|--:|---|
        | point read | {RequestUnits.Read1} RU | {RequestUnits.Read8} RU | published |
        | create or replace | {RequestUnits.Write1} RU | {RequestUnits.Write8} RU | published |
        | page of a query | {RequestUnits.QueryPage} RU + {RequestUnits.ListedKilobyte} RU/KB | | assumed |
        | page of the change feed | {RequestUnits.ChangePage} RU + {RequestUnits.ListedKilobyte} RU/KB | | assumed |

        """);

    private static string Day(IReadOnlyList<Measured> lines)
    {
        var bill = new Bill(lines, 1);
        var table = new StringBuilder("| a day | what | RU a day |\n|--:|---|--:|\n");
        foreach (var (function, note, times) in ActiveUser.Day)
        {
            var name = note.Length == 0 ? function : $"{function}, {note}";
            table.Append(CultureInfo.InvariantCulture, $"| {times:0.##} | {name} | {times * bill.Units(function, note):0.0} |\n");
        }

        var visits = bill.Units("GetSettings", AccountCosts.Cold) - bill.Units("GetSettings", AccountCosts.Warm);
        return table.Append(CultureInfo.InvariantCulture, $"| {ActiveUser.VisitsPerDay} | visits: the session is looked up | {ActiveUser.VisitsPerDay * visits:0.0} |\n")
            .Append(CultureInfo.InvariantCulture, $"| {ActiveUser.SignsOfLifePerDay:0} | signs of life of streams: the session is looked up | {ActiveUser.SignsOfLifePerDay * visits:0.0} |\n")
            .Append(CultureInfo.InvariantCulture, $"| | together | {bill.UserRequestUnits / ActiveUser.DaysPerMonth:0} |\n").ToString();
    }

    private static string Idle(IReadOnlyList<Measured> lines)
    {
        var bill = new Bill(lines, 0);
        var table = new StringBuilder("| timer function | runs a month | thousand GB-s |\n|---|--:|--:|\n");
        foreach (var (name, runs) in Schedules.RunsPerMonth.OrderByDescending(timer => timer.Value).ThenBy(timer => timer.Key, StringComparer.Ordinal))
            table.Append(CultureInfo.InvariantCulture, $"| {name} | {runs:#,0} | {runs * Prices.InstanceGigabytes * Prices.ShortestSeconds / 1000:#,0.0} |\n");
        return table.Append(CultureInfo.InvariantCulture, $"| together, {bill.IdleRequestUnits / 1e6:0.00} million RU | {Schedules.RunsPerMonth.Values.Sum():#,0} | {bill.GigabyteSeconds / 1000:#,0.0} |\n").ToString();
    }

    private static string Bills(IReadOnlyList<Measured> lines)
    {
        var (idle, thousand) = (new Bill(lines, 0), new Bill(lines, 1000));
        var table = new StringBuilder("| a month | nobody | | 1,000 active users | |\n|---|--:|--:|--:|--:|\n");
        foreach (var (first, second) in idle.Items.Zip(thousand.Items))
            table.Append(CultureInfo.InvariantCulture, $"| {first.What} | {first.Amount} | {first.Dollars:0.00} USD | {second.Amount} | {second.Dollars:0.00} USD |\n");
        return table.Append(CultureInfo.InvariantCulture, $"| **together** | | **{idle.Items.Sum(item => item.Dollars):0.00} USD** | | **{thousand.Items.Sum(item => item.Dollars):0.00} USD** |\n\n")
            .Append(CultureInfo.InvariantCulture, $"Of the request units of 1,000 users, {thousand.UserRequestUnits / 1e6:0.0} million are what users do, {thousand.FollowingRequestUnits / 1e6:0.0} million are following ")
            .Append(CultureInfo.InvariantCulture, $"their changes\n(leaderboard, webhooks, turns of weeks), and {thousand.IdleRequestUnits / 1e6:0.0} million are spent whether anybody is there or not.\n").ToString();
    }
}
