using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.LocalRuntime.Foundation.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class IssuerMetadataTests : IAsyncLifetime
{
    private readonly VirtualClock time = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero), new WorkTracker());
    private readonly TaskCompletionSource silence = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FakeIssuer issuer = null!;
    private IssuerMetadata metadata = null!;

    public async ValueTask InitializeAsync()
    {
        issuer = await FakeIssuer.StartAsync();
        metadata = new IssuerMetadata(new Uri(issuer.Url), time, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        silence.TrySetResult();
        metadata.Dispose();
        time.Dispose();
        await issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_silent_issuer_is_given_up_after_five_seconds_by_all_who_wait_together()
    {
        issuer.Holds = silence.Task;
        var waiting = Enumerable.Range(0, 20).Select(_ => AskAsync(issuer.KeyId)).ToList();
        await WhenAskedAsync(1);
        await time.AdvanceAsync(TimeSpan.FromSeconds(4.9));
        waiting.ShouldAllBe(task => !task.IsCompleted);

        await time.AdvanceAsync(TimeSpan.FromSeconds(0.2));

        foreach (var outcome in await Task.WhenAll(waiting))
            Waits(outcome, TimeSpan.FromSeconds(5));
        issuer.Asked.ShouldBe(1);

        // Who comes a moment later is not kept waiting for the same silence, and after that it is tried again.
        Waits(await AskAsync(issuer.KeyId), TimeSpan.FromSeconds(5));
        issuer.Asked.ShouldBe(1);
        issuer.Holds = null;
        await time.AdvanceAsync(TimeSpan.FromSeconds(5));
        Has(await AskAsync(issuer.KeyId), issuer.KeyId).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_stops_waiting_does_not_stop_the_others()
    {
        issuer.Holds = silence.Task;
        using var impatient = new CancellationTokenSource();
        var leaves = metadata.WithKeyAsync(issuer.KeyId, impatient.Token).AsTask();
        var stays = AskAsync(issuer.KeyId);
        await WhenAskedAsync(1);

        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(leaves);
        silence.SetResult();

        Has(await stays, issuer.KeyId).ShouldBeTrue();
        issuer.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_known_key_is_used_while_the_issuer_is_silent_however_old_it_is()
    {
        Has(await AskAsync(issuer.KeyId), issuer.KeyId).ShouldBeTrue();
        issuer.Holds = silence.Task;

        await time.AdvanceAsync(TimeSpan.FromHours(13));
        for (var i = 0; i < 3; i++)
            Has(await AskAsync(issuer.KeyId), issuer.KeyId).ShouldBeTrue();

        await WhenAskedAsync(2); // behind their backs
        await time.AdvanceAsync(TimeSpan.FromDays(3));
        Has(await AskAsync(issuer.KeyId), issuer.KeyId).ShouldBeTrue();
    }

    [Fact]
    public async Task A_key_that_was_withdrawn_goes_with_the_next_renewal()
    {
        var withdrawn = issuer.KeyId;
        Has(await AskAsync(withdrawn), withdrawn).ShouldBeTrue();
        issuer.RotateKey();
        Has(await AskAsync(withdrawn), withdrawn).ShouldBeTrue();

        await time.AdvanceAsync(TimeSpan.FromHours(13));
        await AskAsync(withdrawn);
        await WhenAskedAsync(2);

        // Somebody who waits for the renewal, or comes after it, learns of the new key.
        Has(await AskAsync(issuer.KeyId), issuer.KeyId).ShouldBeTrue();
        (await AskAsync("")).Value.SigningKeys.ShouldAllBe(key => key.KeyId == issuer.KeyId);
    }

    [Fact]
    public async Task An_unknown_key_is_no_reason_to_sign_in_again_while_a_renewal_is_due()
    {
        Has(await AskAsync(issuer.KeyId), issuer.KeyId).ShouldBeTrue();

        // The first is looked for at once; what comes after it may have been published since, so it has to wait.
        Has(await AskAsync("unknown"), "unknown").ShouldBeFalse();
        issuer.RotateKey();
        Waits(await AskAsync(issuer.KeyId), TimeSpan.FromMinutes(1));
        issuer.Asked.ShouldBe(2);

        await time.AdvanceAsync(TimeSpan.FromMinutes(1));
        Has(await AskAsync(issuer.KeyId), issuer.KeyId).ShouldBeTrue();

        await time.AdvanceAsync(TimeSpan.FromMinutes(1));
        issuer.IsDown = true;
        Waits(await AskAsync("unknown"), TimeSpan.FromSeconds(5));
        Has(await AskAsync(issuer.KeyId), issuer.KeyId).ShouldBeTrue();
    }

    private Task<Outcome<OpenIdConnectConfiguration>> AskAsync(string keyId) => metadata.WithKeyAsync(keyId).AsTask();

    private static bool Has(Outcome<OpenIdConnectConfiguration> outcome, string keyId) => outcome.Value.SigningKeys.Any(key => key.KeyId == keyId);

    private static void Waits(Outcome<OpenIdConnectConfiguration> outcome, TimeSpan atMost)
    {
        outcome.Problem!.Kind.ShouldBe(ProblemKind.Unavailable);
        outcome.Problem.RetryAfter!.Value.ShouldBeInRange(TimeSpan.FromTicks(1), atMost);
    }

    private async Task WhenAskedAsync(int times)
    {
        while (issuer.Asked < times)
            await Task.Yield();
    }
}
