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

/// <summary>Moves the last collection to the end; what may not run beside others comes after those that may.</summary>
public sealed class LastCollectionLast : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => collection.TestCollectionDisplayName == LastCollection.Name ? 1 : 0)];
}
