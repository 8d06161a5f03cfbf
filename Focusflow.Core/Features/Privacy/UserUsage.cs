using System.Text.Json.Serialization;
using Focusflow.Core.Foundation.Storage;

namespace Focusflow.Core.Features.Privacy;

/// <summary>Tells users how much they keep, and how much they may.</summary>
/// <param name="store">Counts.</param>
/// <param name="quotas">What is limited.</param>
public sealed class UserUsage(IDocumentStore store, IEnumerable<Quota> quotas)
{
    private readonly Quota[] quotas = [.. quotas];

    /// <summary>Everything that is limited, counted now.</summary>
    public async Task<UsageResource> ReadAsync(string userId, CancellationToken cancellation = default) => new(
        await Task.WhenAll(quotas.Select(async quota =>
            new KeptResource(quota.Name, await store.CountAsync(Containers.UserData, userId, quota.Kind, cancellation), quota.Most))));
}

/// <summary>What a user keeps.</summary>
/// <param name="Kept">By kind.</param>
public sealed record UsageResource(IReadOnlyList<KeptResource> Kept);

/// <summary>What a user keeps of a kind.</summary>
/// <param name="Name">The kind, such as <c>tasks</c>.</param>
/// <param name="Used">How many there are.</param>
/// <param name="Limit">How many there may be.</param>
public sealed record KeptResource(string Name, long Used, long Limit);

/// <summary>How usage is answered.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(UsageResource))]
public sealed partial class UsageJson : JsonSerializerContext;
