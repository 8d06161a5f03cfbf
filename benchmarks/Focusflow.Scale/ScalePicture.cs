using System.Globalization;
using System.Text;

namespace Focusflow.Scale;

/// <summary>
/// The picture of docs/scale.md: what requests cost is a flat line, what is done for everybody grows as their number does. Both axes are
/// logarithmic, so a straight line that rises with the grid is linear.
/// </summary>
internal sealed class ScalePicture(IReadOnlyList<WorldFigures> worlds)
{
    private const int Width = 760;
    private const int Height = 320;
    private const int Top = 64;
    private const int Bottom = 270;
    private const int PanelWidth = 300;

    private const string Style =
        "text{font:12px system-ui,sans-serif;fill:#57606a;white-space:pre}.h{font-weight:600;fill:#24292f}.n{text-anchor:end}.m{text-anchor:middle}.g{stroke:#d0d7de}"
        + "path{fill:none;stroke-width:2.5}.a{stroke:#2f81d6}.b{stroke:#1a7f37}.c{stroke:#bf3989}.d{stroke:#9a6700}"
        + ".ta{fill:#2f81d6}.tb{fill:#1a7f37}.tc{fill:#bf3989}.td{fill:#9a6700}"
        + "@media(prefers-color-scheme:dark){text{fill:#9da7b3}.h{fill:#e6edf3}.g{stroke:#30363d}"
        + ".a{stroke:#58a6ff}.b{stroke:#3fb950}.c{stroke:#f778ba}.d{stroke:#d29922}.ta{fill:#58a6ff}.tb{fill:#3fb950}.tc{fill:#f778ba}.td{fill:#d29922}}";

    private static readonly (string Function, string Note, string Name)[] Shown =
    [
        ("GetDashboard", "", "dashboard"),
        ("ListTasks", "those of today", "tasks of today"),
        ("ListLeaders", "", "leaders"),
        ("GetTask", "", "a task"),
    ];

    private readonly StringBuilder svg = new();

    public string Draw()
    {
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-labelledby=\"t d\">")
            .Append("<title id=\"t\">What requests cost, and what everybody's work takes, by the number of users</title><desc id=\"d\">")
            .Append(CultureInfo.InvariantCulture, $"From {worlds[0].World.Users:#,0} to {worlds[^1].World.Users:#,0} users: request units of requests stay the same; ")
            .Append("following the feed and the turn of the week take time in proportion.</desc><style>").Append(Style).Append("</style>");
        Panel(40, "Request units of a request", [.. Shown.Select(one => (one.Name, Of(world => world.Lines.Single(line => line.Is(one.Function, one.Note)).RequestUnits)))]);
        Panel(Width - PanelWidth - 20, "Seconds for all users together",
            [("the turn of the week", Of(world => world.Turned.Took.TotalSeconds)), ("the boards follow", Of(world => world.World.FollowingTook.TotalSeconds))]);
        return svg.Append("</svg>\n").ToString();

        double[] Of(Func<WorldFigures, double> figure) => [.. worlds.Select(figure)];
    }

    private void Panel(double left, string title, (string Name, double[] Values)[] series)
    {
        var values = series.SelectMany(one => one.Values).ToList();
        var (low, high) = (Math.Floor(Math.Log10(values.Min())), Math.Ceiling(Math.Log10(values.Max())));
        high = Math.Max(high, low + 1);
        Text(left, 22, "h", title);
        for (var power = low; power <= high; power++)
        {
            Line(left, left + PanelWidth, Y(power), Y(power));
            Text(left - 6, Y(power) + 4, "n", Math.Pow(10, power).ToString("#,0.##", CultureInfo.InvariantCulture));
        }

        for (var i = 0; i < worlds.Count; i++)
            Text(X(i), Bottom + 20, "m", worlds[i].World.Users.ToString("#,0", CultureInfo.InvariantCulture));
        Text(left + (PanelWidth / 2.0), Bottom + 40, "m", "users");
        Text(left, 40, "", string.Concat(series.Zip("abcd").Select(one => $"<tspan class=\"t{one.Second}\">{one.First.Name}</tspan>   ")));
        foreach (var ((_, points), letter) in series.Zip("abcd"))
        {
            var path = string.Join(" L", points.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{X(i):0.#},{Y(Math.Log10(value)):0.#}")));
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{letter}\" d=\"M{path}\"/>");
        }

        double X(int index) => left + 24 + ((PanelWidth - 48.0) * Power(index) / Math.Max(1, Power(worlds.Count - 1)));
        double Power(int index) => Math.Log10((double)worlds[index].World.Users / worlds[0].World.Users);
        double Y(double power) => Bottom - ((Bottom - Top) * (power - low) / (high - low));
    }

    private void Line(double x1, double x2, double y1, double y2) =>
        svg.Append(CultureInfo.InvariantCulture, $"<line class=\"g\" x1=\"{x1:0.#}\" x2=\"{x2:0.#}\" y1=\"{y1:0.#}\" y2=\"{y2:0.#}\"/>");

    private void Text(double x, double y, string style, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{x:0.#}\" y=\"{y:0.#}\">{text}</text>");
}
