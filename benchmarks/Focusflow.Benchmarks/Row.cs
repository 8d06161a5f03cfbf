namespace Focusflow.Benchmarks;

/// <summary>One line of the table: what is repeated against which server, and how much of the token floor is wanted (in percent).</summary>
internal sealed record Row(string Name, Server Server, Func<int, IOperation> Operation, int Wanted)
{
    public List<LoadResult> Results { get; } = [];
}
