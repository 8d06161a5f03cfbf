using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Core.Foundation.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Focusflow.Core.Features.Accounts;

/// <summary>
/// Hashes and checks passwords with ASP.NET Core Identity's hasher. Hashing is meant to be expensive, so only a few run at
/// a time and only so many wait: a flood of sign-ins must not starve everything else.
/// </summary>
/// <param name="options">How expensive and how many.</param>
public sealed class Passwords(AccountsOptions options) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly Problem Busy = new(ProblemKind.Unavailable, "Too many people are signing in right now. Try again in a moment.")
    {
        RetryAfter = LongestWait,
    };

    private readonly PasswordHasher<Access> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = options.PasswordIterations }));
    private readonly string nobodysHash = HashOfNothing(options.PasswordIterations);
    private readonly SemaphoreSlim slots = new(options.ConcurrentHashes);
    private int waiting;

    /// <summary>The hash of a new password.</summary>
    public Task<Outcome<string>> HashAsync(string password, CancellationToken cancellation = default) =>
        RunAsync(() => Task.FromResult<Outcome<string>>(Hash(Prepare(password))), cancellation);

    /// <summary>Runs work that hashes when it is its turn; 503 when that takes too long.</summary>
    public async Task<Outcome<T>> RunAsync<T>(Func<Task<Outcome<T>>> work, CancellationToken cancellation = default)
    {
        if (Interlocked.Increment(ref waiting) > options.ConcurrentHashes * 32)
        {
            Interlocked.Decrement(ref waiting);
            return Busy;
        }

        try
        {
            if (!await slots.WaitAsync(LongestWait, cancellation))
                return Busy;
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }

        try
        {
            // Off the caller's thread, which may be a test's or a server's that has others to serve.
            return await Task.Run(work, cancellation);
        }
        finally
        {
            slots.Release();
        }
    }

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

    /// <inheritdoc/>
    public void Dispose() => slots.Dispose();

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
