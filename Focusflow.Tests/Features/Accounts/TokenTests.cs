using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Focusflow.Core.Features.Accounts;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Foundation.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>Tokens that must not open anything, tried on every route there is.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private LocalApp app = null!;
    private Person ann = null!;
    private AccountsOptions options = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync();
        ann = await app.RegisterAsync();
        options = app.Services.GetRequiredService<AccountsOptions>();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task No_route_but_the_public_ones_opens_without_a_valid_token()
    {
        var ended = new Person(app, await (await app.LoginAsync()).JsonAsync());
        (await ended.PostAsync("/api/auth/logout", null)).EnsureSuccessStatusCode();
        var headers = Forgeries().Append(("of an ended session", "Bearer " + ended.AccessToken)).ToList();

        foreach (var (name, method, path) in Routes.Of(app).Where(route => !Routes.Public.Contains(route.Name)))
        {
            foreach (var (what, header) in headers)
            {
                var response = await SendAsync(method, path, header);

                response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{name} {method} {path} with a token that is {what}");
                response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
                response.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
                if (method != "HEAD")
                    (await response.JsonAsync()).GetProperty("status").GetInt32().ShouldBe(401);
            }
        }
    }

    [Fact]
    public async Task The_public_routes_are_these_and_no_others()
    {
        List<string> open = [];
        foreach (var (name, method, path) in Routes.Of(app))
        {
            if ((await SendAsync(method, path, null)).StatusCode != HttpStatusCode.Unauthorized)
                open.Add(name);
        }

        open.Distinct().ShouldBe(Routes.Public, ignoreOrder: true);
    }

    [Fact]
    public async Task The_real_token_opens_where_the_forged_ones_do_not()
    {
        (await SendAsync("GET", "/api/auth/user", "bearer " + ann.AccessToken)).StatusCode.ShouldBe(HttpStatusCode.OK);

        // So does one signed here, so that what is wrong with a forgery is what its name says.
        (await SendAsync("GET", "/api/auth/user", "Bearer " + Sign())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_changed_anywhere_is_refused()
    {
        for (var i = 0; i < ann.AccessToken.Length; i += 3)
        {
            var changed = ann.AccessToken.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            if (SameSignature(new string(changed)))
                continue; // only unused bits of the last character changed
            (await SendAsync("GET", "/api/auth/user", "Bearer " + new string(changed))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    private bool SameSignature(string token) =>
        token[..token.LastIndexOf('.')] == ann.AccessToken[..ann.AccessToken.LastIndexOf('.')]
        && Base64UrlEncoder.DecodeBytes(token.Split('.')[2]).AsSpan().SequenceEqual(Base64UrlEncoder.DecodeBytes(ann.AccessToken.Split('.')[2]));

    private IEnumerable<(string What, string? Header)> Forgeries()
    {
        var (header, payload) = (ann.AccessToken.Split('.')[0], ann.AccessToken.Split('.')[1]);
        var session = new JsonWebToken(ann.AccessToken).GetPayloadValue<string>("sid");
        var now = app.Clock.GetUtcNow();
        return
        [
            ("not there", null),
            ("empty", "Bearer "),
            ("of another scheme", "Basic " + Convert.ToBase64String("ann:secret"u8)),
            ("no token", "Bearer abc"),
            ("made of dots", "Bearer ..."),
            ("endless", "Bearer " + new string('a', 9000)),
            ("without a signature", $"Bearer {header}.{payload}."),
            ("of algorithm none", "Bearer " + Encode("""{"alg":"none","typ":"JWT"}""") + $".{payload}."),
            ("tampered with", $"Bearer {header}.{Encode(Decode(payload).Replace(ann.Id, Guid.NewGuid().ToString("D"), StringComparison.Ordinal))}.{ann.AccessToken.Split('.')[2]}"),
            ("signed with another key", "Bearer " + Sign(key: RandomNumberGenerator.GetBytes(32))),
            ("signed with another algorithm", "Bearer " + Sign(algorithm: SecurityAlgorithms.HmacSha512, key: [.. options.SigningKey, .. options.SigningKey])),
            ("of another issuer", "Bearer " + Sign(issuer: "somebody")),
            ("for another audience", "Bearer " + Sign(audience: "somebody")),
            ("expired", "Bearer " + Sign(expires: now.AddMinutes(-1))),
            ("without an end", "Bearer " + Sign(endless: true)),
            ("extended critically", "Bearer " + Sign(header: new(StringComparer.Ordinal) { ["crit"] = new[] { "exp" } })),
            ("extended by nothing", "Bearer " + Sign(header: new(StringComparer.Ordinal) { ["crit"] = Array.Empty<string>() })),
            ("of nobody", "Bearer " + Sign(userId: Guid.NewGuid().ToString("D"))),
            ("of a strange user", "Bearer " + Sign(userId: "../other")),
            ("of a session that never was", "Bearer " + Sign(sessionId: RefreshTokens.NewSessionId())),
            ("of no session", "Bearer " + Sign(sessionId: "")),
            ("of another user's session", "Bearer " + Sign(userId: Guid.NewGuid().ToString("D"), sessionId: session)),
            ("a refresh token", "Bearer " + ann.RefreshToken),
        ];
    }

    private string Sign(
        string? userId = null,
        string? sessionId = null,
        string issuer = "focusflow",
        string audience = "focusflow",
        string algorithm = SecurityAlgorithms.HmacSha256,
        byte[]? key = null,
        DateTimeOffset? expires = null,
        bool endless = false,
        Dictionary<string, object>? header = null)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = userId ?? ann.Id,
            ["sid"] = sessionId ?? new JsonWebToken(ann.AccessToken).GetPayloadValue<string>("sid"),
        };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Expires = endless ? null : (expires ?? app.Clock.GetUtcNow().AddHours(1)).UtcDateTime,
            Claims = claims,
            AdditionalHeaderClaims = header,
            SigningCredentials = new SigningCredentials(
                new SymmetricSecurityKey(key ?? options.SigningKey) { KeyId = new JsonWebToken(ann.AccessToken).Kid }, algorithm),
        });
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? authorization)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("x-functions-key", app.FunctionKey);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (method is "POST" or "PUT" or "PATCH")
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        return await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static string Decode(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));
}
