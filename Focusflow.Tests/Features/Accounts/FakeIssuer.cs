using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>An OpenID Connect issuer in this process.</summary>
internal sealed class FakeIssuer : IAsyncDisposable
{
    private readonly WebApplication app;
    private RsaSecurityKey key = NewKey();
    private int asked;

    private FakeIssuer(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    /// <summary>Whether it answers.</summary>
    public bool IsDown { get; set; }

    /// <summary>While set, requests are taken and answered only when it has ended.</summary>
    public Task? Holds { get; set; }

    /// <summary>How often it was asked for its description.</summary>
    public int Asked => asked;

    public static async Task<FakeIssuer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var issuer = new FakeIssuer(builder.Build());
        issuer.app.Run(issuer.AnswerAsync);
        await issuer.app.StartAsync();
        return issuer;
    }

    /// <summary>The id of the key that signs now.</summary>
    public string KeyId => key.KeyId;

    /// <summary>From now on another key signs, and only that one is published.</summary>
    public void RotateKey() => key = NewKey();

    /// <summary>A token of a person.</summary>
    public string Issue(
        string subject, DateTimeOffset expires, string audience = "focusflow-app", string? issuer = null, SigningCredentials? credentials = null,
        Dictionary<string, object>? header = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Url,
            Audience = audience,
            Expires = expires.UtcDateTime,
            AdditionalHeaderClaims = header,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["sub"] = subject,
                ["name"] = "Ann External",
                ["email"] = "Ann@Elsewhere.example",
                ["email_verified"] = true,
                ["preferred_username"] = "ann.elsewhere@elsewhere.example",
            },
            SigningCredentials = credentials ?? new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
        });

    /// <summary>Signs with the public key as if it were a shared secret, which a careless verifier would accept.</summary>
    public SigningCredentials PublicKeyAsSecret() =>
        new(new SymmetricSecurityKey(key.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = key.KeyId }, SecurityAlgorithms.HmacSha256);

    /// <summary>Signs with a key of the same id that the issuer does not have.</summary>
    public SigningCredentials ForeignKey() =>
        new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = key.KeyId }, SecurityAlgorithms.RsaSha256);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Path.Value!.EndsWith("openid-configuration", StringComparison.Ordinal))
            Interlocked.Increment(ref asked);
        if (Holds is { } holds)
            await holds;
        await SayAsync(http);
    }

    private Task SayAsync(HttpContext http)
    {
        if (IsDown)
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        }

        if (http.Request.Path.Value!.EndsWith("openid-configuration", StringComparison.Ordinal))
            return http.Response.WriteAsJsonAsync(new { issuer = Url, jwks_uri = Url + "/keys" });
        var published = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(key.Rsa.ExportParameters(false)) { KeyId = key.KeyId });
        return http.Response.WriteAsJsonAsync(new { keys = new[] { new { kty = "RSA", use = "sig", kid = published.Kid, n = published.N, e = published.E } } });
    }

    private static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };
}
