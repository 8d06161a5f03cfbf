using System.Diagnostics;
using Focusflow.Core.Foundation.Text;

namespace Focusflow.Benchmarks;

/// <summary>What comparing text costs: reading the table once, then keys of plain and of other text.</summary>
internal static class TextCost
{
    public static void Print()
    {
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        TextKeys.Of("é");
        Console.WriteLine($"the table: {watch.Elapsed.TotalMilliseconds:0.0} ms once, {(GC.GetTotalMemory(forceFullCollection: true) - memory) / 1024:#,0} KB");
        Measure("a title in ASCII", "Buy milk and bread, then rest.");
        Measure("a title in German", "Müll rausbringen, Brötchen kaufen");
        Measure("a description of 10,000 letters in Greek", string.Concat(Enumerable.Repeat("Ο Δρόμος ήταν μακρύς. ", 455)));
    }

    private static void Measure(string name, string text)
    {
        var times = new List<double>();
        for (var round = 0; round < 300; round++)
        {
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < 10; i++)
                TextKeys.Of(text);
            times.Add(watch.Elapsed.TotalMicroseconds / 10);
        }

        Console.WriteLine($"{name}: {times.Order().ElementAt(times.Count / 2):0.0} µs");
    }
}
