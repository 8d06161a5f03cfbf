using Focusflow.Core.Features.Pictures;
using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Storage;
using Focusflow.Core.Foundation.Timers;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Changes to accounts that bring a picture along: it is kept first, and taken away again when the change is refused, so that no
/// account ever names a picture that is not there.
/// </summary>
/// <param name="accounts">Reads and changes accounts.</param>
/// <param name="pictures">Keeps pictures.</param>
public sealed class AvatarPictures(AccountEditor accounts, PictureShelf pictures)
{
    /// <summary>Makes a picture the avatar; 413, 415 or 422 when it cannot be.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="readAsync">Reads the file; not asked when the account is not of a version expected.</param>
    /// <param name="expected">The versions that may be changed.</param>
    /// <param name="cancellation">Cancels.</param>
    public Task<Outcome<Account>> SetAsync(
        string userId, Func<Task<Outcome<SentPicture>>> readAsync, ExpectedVersion expected, CancellationToken cancellation = default) =>
        KeepAsync(userId, readAsync, expected, static account => account, null, null, cancellation);

    /// <summary>Takes the picture away that was sent; any other avatar stays.</summary>
    public Task<Outcome<Account>> RemoveAsync(string userId, ExpectedVersion expected, CancellationToken cancellation = default) =>
        accounts.ChangeAsync(
            userId,
            expected,
            static account => PictureName.In(account.AvatarUrl) is null ? account : account with { AvatarUrl = "" },
            timers: null,
            cancellation: cancellation);

    /// <summary>Changes an account as <see cref="AccountEditor"/> does, by a command whose avatar may be a picture written into a URL.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="avatar">The avatar that the command names.</param>
    /// <param name="expected">The versions that may be changed.</param>
    /// <param name="decide">The account after the command, with the avatar that is handed in place of the command's.</param>
    /// <param name="timers">As there.</param>
    /// <param name="preferences">As there.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<Outcome<Account>> ChangeAsync(
        string userId,
        Change<string> avatar,
        ExpectedVersion expected,
        Func<Account, Change<string>, Outcome<Account>> decide,
        IDurableTimers? timers,
        Onboarding? preferences = null,
        CancellationToken cancellation = default)
    {
        if (avatar is not { IsSet: true, Value: { } url } || !DataUrl.Is(url))
            return await accounts.ChangeAsync(userId, expected, account => decide(account, avatar), timers, preferences, cancellation);
        var changed = await KeepAsync(
            userId, () => Task.FromResult(DataUrl.Read(url)), expected, account => decide(account, default), timers, preferences, cancellation);
        return changed.Problem is { } refused ? InField(refused) : changed;
    }

    private async Task<Outcome<Account>> KeepAsync(
        string userId,
        Func<Task<Outcome<SentPicture>>> readAsync,
        ExpectedVersion expected,
        Func<Account, Outcome<Account>> decide,
        IDurableTimers? timers,
        Onboarding? preferences,
        CancellationToken cancellation)
    {
        if (!(await accounts.ReadAsync(userId, cancellation)).Succeeded(out var before, out var problem))
            return problem;
        if (!expected.Accepts(before.ETag))
            return Problem.Stale;
        if (decide(before).Problem is { } refused)
            return refused; // before the expensive part
        if (!(await readAsync()).Succeeded(out var sent, out problem)
            || !(await pictures.KeepAsync(userId, sent, before.AvatarUrl, cancellation)).Succeeded(out var kept, out problem))
        {
            return problem;
        }

        // One that was there already may be replaced by somebody else meanwhile, and is not brought back then.
        var isNew = kept != before.AvatarUrl;
        var changed = await accounts.ChangeAsync(
            userId,
            expected,
            account => decide(account).Succeeded(out var after, out var refusal) ? (isNew ? after with { AvatarUrl = kept } : after) : refusal,
            timers,
            preferences,
            CancellationToken.None);
        if (changed.Problem is not null && isNew)
            await pictures.RemoveAsync(kept);
        return changed;
    }

    // What is said of a file is said of the field that it came in.
    private static Problem InField(Problem problem) =>
        problem.Kind is ProblemKind.TooLarge or ProblemKind.UnsupportedMediaType || problem.Errors?.ContainsKey("file") == true
            ? Problem.Invalid("avatar_url", problem.Detail)
            : problem;
}
