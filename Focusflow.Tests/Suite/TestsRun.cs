using System.Collections.Concurrent;
using System.Reflection;
using Xunit;
using Xunit.v3;

[assembly: Focusflow.Tests.Suite.TestsRun]

namespace Focusflow.Tests.Suite;

/// <summary>Notes which tests were run, to tell the whole suite from a filtered part of it.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TestsRunAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<(string Class, string Method), bool> Run = new();

    /// <summary>The tests that were not run so far, but for those that come at the end or are skipped for good.</summary>
    internal static IEnumerable<string> Left =>
        from type in typeof(TestsRunAttribute).Assembly.GetTypes()
        where type is { IsAbstract: false, IsClass: true } && type.GetCustomAttribute<CollectionAttribute>()?.Name != LastCollection.Name
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        let fact = method.GetCustomAttributes().OfType<IFactAttribute>().FirstOrDefault()
        where fact is { Skip: null, Explicit: false } && !Run.ContainsKey((type.FullName!, method.Name))
        select $"{type.FullName}.{method.Name}";

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        Run.TryAdd((test.TestCase.TestMethod.TestClass.TestClassName, methodUnderTest.Name), true);
}
