using Focusflow.Tests.Clients;
using Focusflow.Tests.Worker;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Focusflow.Tests.Suite.LastCollectionLast))]

namespace Focusflow.Tests.Suite;

/// <summary>Tests of what all other tests have done: they run alone, and last.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LastCollection
{
    public const string Name = "At the end of the suite";
}

/// <summary>Tests that listen to the whole process: they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}

/// <summary>
/// Begins with what waits for other programs, and moves the last collection to the end; what may not run beside others comes after
/// those that may.
/// </summary>
public sealed class LastCollectionLast : ITestCollectionOrderer
{
    // They take minutes of building, which go by while other tests run, and what needs them later finds them done.
    private static readonly HashSet<string> First = [.. new[] { typeof(PublishedAppTests), typeof(GeneratedClientTests) }.Select(type => type.FullName!)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Place(collection.TestCollectionDisplayName))];

    // A class without a collection is one of its own, "Test collection for <class> (<assembly>)".
    private static int Place(string collection) =>
        collection == LastCollection.Name ? 2
        : First.Any(type => collection.Contains($"for {type} ", StringComparison.Ordinal)) ? 0
        : 1;
}
