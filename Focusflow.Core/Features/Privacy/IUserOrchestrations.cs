namespace Focusflow.Core.Features.Privacy;

/// <summary>A deletion that must be finished, whoever began it.</summary>
/// <param name="UserId">Who is deleted.</param>
/// <param name="Weeks">The boards the user may be on; told here too, for the look back when the mark is gone.</param>
public sealed record DeletionOrder(string UserId, IReadOnlyList<string> Weeks)
{
    /// <summary>The same for the same user.</summary>
    public string InstanceId() => $"delete-account-{UserId}";
}

/// <summary>What a deletion asks of the orchestrations.</summary>
public interface IUserOrchestrations
{
    /// <summary>
    /// Sees to it that a deletion is finished, also when this process dies. Called <em>before</em> the account is marked, so
    /// that a crash between the two leaves a harmless timer.
    /// </summary>
    Task ScheduleAsync(DeletionOrder order, CancellationToken cancellation);

    /// <summary>
    /// Ends orchestrations. One that has ended or never was is fine, and so is failing: they find nothing to do when they
    /// wake up.
    /// </summary>
    Task EndAsync(IReadOnlyCollection<OrchestrationName> names, CancellationToken cancellation);
}
