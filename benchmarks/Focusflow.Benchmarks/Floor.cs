using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Focusflow.Benchmarks;

/// <summary>
/// The floor that our figures are held against: a bare minimal API answering 300 bytes of JSON, without and with
/// validation of a signed token on each request. Nothing else: no store, no limits, no logging.
/// </summary>
internal static class Floor
{
    private static readonly SymmetricSecurityKey Key = new(Encoding.UTF8.GetBytes("a key of the benchmark, at least 32 bytes long"));

    public static string Token() => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "floor",
        Audience = "floor",
        Expires = TimeProvider.System.GetUtcNow().AddHours(1).UtcDateTime,
        Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = Guid.NewGuid().ToString() },
        SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
    });

    public static void Serve(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{args[1]}");
        var app = builder.Build();
        var body = new string('x', 280);
        var handler = new JsonWebTokenHandler();
        var rules = new TokenValidationParameters { ValidIssuer = "floor", ValidAudience = "floor", IssuerSigningKey = Key };

        app.MapGet("/plain", () => new { text = body });
        app.MapGet("/token", async (HttpContext context) =>
        {
            var header = context.Request.Headers.Authorization.ToString();
            var result = header.StartsWith("Bearer ", StringComparison.Ordinal)
                ? await handler.ValidateTokenAsync(header[7..], rules)
                : null;
            return result is { IsValid: true } ? Results.Json(new { text = body }) : Results.Unauthorized();
        });
        app.Run();
    }
}
