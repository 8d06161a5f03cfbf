using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Sharing;
using Focusflow.Core.Foundation.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Hashes and checks passwords with ASP.NET Core Identity's hasher. Hashing is meant to be expensive, so only a few run at
/// a time, in fair turns (<see cref="SharedWork"/>): a flood of sign-ins starves neither everything else nor other sign-ins.
/// </summary>
/// <param name="options">How expensive and how many.</param>
public sealed class Passwords(AccountsOptions options)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly Problem Busy = new(ProblemCodes.Overloaded, "Too many people are signing in right now. Try again in a moment.")
    {
        RetryAfter = LongestWait,
    };

    private static readonly Problem TooMany = new(ProblemCodes.RateLimited, "Too many sign-ins come from where you are. Wait a moment before you try again.");

    private readonly PasswordHasher<Access> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = options.PasswordIterations }));
    private readonly string nobodysHash = HashOfNothing(options.PasswordIterations);
    private readonly SharedWork hashing = new(options.ConcurrentHashes, LongestWait, Busy, TooMany);

    /// <summary>The hash of a new password.</summary>
    public Task<Outcome<string>> HashAsync(Claimant who, string password, CancellationToken cancellation = default) =>
        RunAsync(who, () => Task.FromResult<Outcome<string>>(Hash(Prepare(password))), isFree: false, cancellation);

    /// <summary>Runs work that hashes when it is its turn; 503 or 429 when that takes too long.</summary>
    /// <param name="who">Who has to wait for a turn.</param>
    /// <param name="work">The work.</param>
    /// <param name="isFree">Whether what ends well is not counted against the client: a right password is.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Outcome<T>> RunAsync<T>(
        Claimant who, Func<Task<Outcome<T>>> work, bool isFree = true, CancellationToken cancellation = default) =>
        hashing.RunAsync(who, work, isFree, cancellation);

    /// <summary>
    /// Checks a password; call it inside <see cref="RunAsync"/>. Without a hash (nobody has that e-mail address) it takes
    /// as long and fails.
    /// </summary>
    public PasswordCheck Check(string? hash, string password)
    {
        var prepared = Prepare(password);
        var result = hasher.VerifyHashedPassword(null!, hash ?? nobodysHash, prepared);
        if (result == PasswordVerificationResult.Failed && prepared != password)
        {
            // Hashes of before are of the password as it was typed.
            result = hasher.VerifyHashedPassword(null!, hash ?? nobodysHash, password) == PasswordVerificationResult.Failed
                ? PasswordVerificationResult.Failed
                : PasswordVerificationResult.SuccessRehashNeeded;
        }

        if (hash is null || result == PasswordVerificationResult.Failed)
            return new PasswordCheck(false, null);
        return new PasswordCheck(true, result == PasswordVerificationResult.SuccessRehashNeeded ? Hash(prepared) : null);
    }

    /// <summary>
    /// A password as it is hashed: the profile OpaqueString of RFC 8265. Keyboards differ in how they put an é together and which
    /// space they make; case and width stay what they are.
    /// </summary>
    private static string Prepare(string password) => Normalization.Composed(string.Create(password.Length, password, static (letters, typed) =>
    {
        for (var i = 0; i < typed.Length; i++)
            letters[i] = char.GetUnicodeCategory(typed[i]) == UnicodeCategory.SpaceSeparator ? ' ' : typed[i];
    }));

    private string Hash(string prepared) => hasher.HashPassword(null!, prepared);

    // A well-formed hash (format 3: marker, PRF, iterations, salt size, salt, key) of no known password.
    private static string HashOfNothing(int iterations)
    {
        var hash = new byte[13 + 16 + 32];
        RandomNumberGenerator.Fill(hash);
        hash[0] = 0x01;
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(1), 2); // HMAC-SHA512
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(5), (uint)iterations);
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(9), 16);
        return Convert.ToBase64String(hash);
    }
}

/// <summary>How a check of a password went.</summary>
/// <param name="Correct">Whether it was the password.</param>
/// <param name="NewHash">A hash to store instead, when the stored one was made with fewer iterations or of other characters.</param>
public readonly record struct PasswordCheck(bool Correct, string? NewHash);
