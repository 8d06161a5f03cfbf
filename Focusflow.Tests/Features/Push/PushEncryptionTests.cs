using System.Buffers.Text;
using System.Security.Cryptography;
using Focusflow.Core.Features.Push;
using Focusflow.Tests.Features.Accounts;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Push;

/// <summary>What arrives at a push service, read by the RFCs and not by the library that wrote it.</summary>
public sealed class PushEncryptionTests
{
    [Fact]
    public void The_decryption_of_these_tests_reads_the_example_of_RFC_8291()
    {
        using var key = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = Base64Url.DecodeFromChars("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"),
        });
        using var browser = new PushBrowser(key, Base64Url.DecodeFromChars("BTBZMqHH6r4Tts7J_aSIgg"));
        browser.P256dh.ShouldBe("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");

        browser.Decrypt(Base64Url.DecodeFromChars(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
            + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN")).ShouldBe("When I grow up, I want to be a watermelon");
    }

    [Fact]
    public async Task A_reminder_arrives_encrypted_for_the_browser_and_signed_by_the_service()
    {
        await using var receiver = await PushReceiver.StartAsync();
        await using var app = await FocusflowTestApp.StartAsync(("Focusflow:Webhooks:AllowLoopback", "true"));
        using var browser = new PushBrowser();
        var ann = await app.RegisterAsync();
        var key = (await (await ann.GetAsync("/api/push/key")).JsonAsync()).Text("public_key");
        (await ann.PostAsync("/api/push/subscriptions", browser.ToJson(receiver.Url + "/ann"))).EnsureSuccessStatusCode();
        var task = await (await ann.PostAsync(
            "/api/tasks", new { title = "Call Zoë 👍", reminder_enabled = true, reminder_time = app.Clock.GetUtcNow().AddSeconds(90) })).JsonAsync();

        await app.Clock.AdvanceAsync(TimeSpan.FromMinutes(2));

        var push = receiver.Pushes.ShouldHaveSingleItem();
        var told = browser.DecryptJson(push.Body);
        told.Text("kind").ShouldBe("task_reminder");
        told.Text("message").ShouldBe("Remember: Call Zoë 👍");
        told.GetProperty("data").Text("task_id").ShouldBe(task.Text("id"));
        var notification = (await (await ann.GetAsync("/api/notifications")).JsonAsync())[0];
        told.Text("id").ShouldBe(notification.Text("id"));
        push.Headers.ContentEncoding.ToString().ShouldBe("aes128gcm");
        push.Headers["Urgency"].ToString().ShouldBe("high");
        push.Headers["Topic"].ToString().ShouldBe(told.Text("tag"));
        int.Parse(push.Headers["TTL"].ToString(), null).ShouldBeInRange(86_400 - 60, 86_400);

        // RFC 8292: "vapid t=TOKEN, k=KEY".
        var authorization = push.Headers.Authorization.ToString();
        authorization.ShouldStartWith("vapid t=");
        var (token, signer) = (authorization[8..authorization.IndexOf(", k=", StringComparison.Ordinal)], authorization[(authorization.IndexOf(", k=", StringComparison.Ordinal) + 4)..]);
        signer.ShouldBe(key);
        var point = Base64Url.DecodeFromChars(signer);
        using var ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } });
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = new ECDsaSecurityKey(ecdsa),
            ValidAudience = receiver.Url,
            ValidateIssuer = false,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        });
        result.IsValid.ShouldBeTrue(result.Exception?.Message);
        result.SecurityToken.ValidTo.ShouldBeLessThan(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(24));
        result.Claims["sub"].ShouldBe("mailto:focusflow@localhost");
    }

    [Fact]
    public void A_key_pair_follows_from_its_secret_and_belongs_together() => Seeded.Runs(200, random =>
    {
        var secret = new byte[random.Next(32, 80)];
        random.NextBytes(secret);

        var (one, again) = (PushKey.Of(secret), PushKey.Of(secret));

        (again.Public, again.Private).ShouldBe((one.Public, one.Private));
        var (number, point) = (Base64Url.DecodeFromChars(one.Private), Base64Url.DecodeFromChars(one.Public));
        (number.Length, point.Length, point[0]).ShouldBe((32, 65, (byte)4));
        using var signing = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = number });
        using var checking = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } });
        checking.VerifyData(secret, signing.SignData(secret, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256).ShouldBeTrue();
        secret[0] ^= 1;
        PushKey.Of(secret).Public.ShouldNotBe(one.Public);
    });
}
