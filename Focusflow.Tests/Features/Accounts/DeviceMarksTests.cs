using System.Net;
using System.Net.Http.Json;
using Focusflow.Core.Features.Accounts;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

public sealed class DeviceMarksTests
{
    private readonly DeviceMarks marks = new(new AccountsOptions { SigningKey = new byte[32] });

    [Fact]
    public void A_mark_is_known_for_those_who_signed_in_and_for_nobody_else()
    {
        var mark = marks.Add(null, "ann");
        mark = marks.Add(mark, "ben");

        var device = marks.Recognise(mark, "ann").ShouldNotBeNull();
        marks.Recognise(mark, "ben").ShouldBe(device);
        marks.Recognise(mark, "cleo").ShouldBeNull();
        marks.Recognise(marks.Add(null, "ann"), "ann").ShouldNotBe(device);
    }

    [Fact]
    public void A_mark_remembers_the_latest_few_and_does_not_grow()
    {
        string? mark = null;
        for (var i = 0; i < 20; i++)
            mark = marks.Add(marks.Add(mark, $"user {i}"), $"user {i}");

        Enumerable.Range(0, 20).Count(i => marks.Recognise(mark, $"user {i}") is not null).ShouldBe(DeviceMarks.MostUsers);
        mark!.Length.ShouldBeLessThan(150);
    }

    [Fact]
    public void Nobody_but_the_service_makes_marks()
    {
        var mark = marks.Add(null, "ann");
        var other = new DeviceMarks(new AccountsOptions { SigningKey = [.. Enumerable.Repeat((byte)1, 32)] });
        other.Recognise(mark, "ann").ShouldBeNull();
        for (var i = 0; i < mark.Length; i++)
        {
            var changed = mark[..i] + (mark[i] == 'A' ? 'B' : 'A') + mark[(i + 1)..];

            // The last letter of each part holds four bits that are not read.
            if (i != 21 && i != 44)
                marks.Recognise(changed, "ann").ShouldBeNull($"letter {i}");
        }

        foreach (var nonsense in (string?[])[null, "", ".", "a.b", new string('A', 500), mark + ".x", mark[..22]])
            marks.Recognise(nonsense, "ann").ShouldBeNull(nonsense);
    }

    [Fact]
    public async Task Signing_in_leaves_a_mark_as_a_cookie_and_as_a_header_and_either_is_recognised()
    {
        await using var app = await FocusflowTestApp.StartAsync();
        await app.RegisterAsync();
        using var signedIn = await app.LoginAsync();
        var mark = signedIn.Headers.GetValues("X-Device").Single();
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith($"focusflow_device={mark};");
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
        cookie.ShouldNotContain("secure", Case.Insensitive);
        for (var i = 0; i < 5; i++)
            (await app.LoginAsync(password: "wrong")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        (await app.LoginAsync()).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        foreach (var (name, value) in ((string, string)[])[("X-Device", mark), ("Cookie", $"focusflow_device={mark}")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/login")
            {
                Content = JsonContent.Create(new { email = "ann@example.com", password = FocusflowTestApp.Password }),
            };
            request.Headers.TryAddWithoutValidation(name, value);
            request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "https");
            using var known = await app.Client.SendAsync(request);
            known.StatusCode.ShouldBe(HttpStatusCode.OK);
            known.Headers.GetValues("Set-Cookie").Single().ShouldContain("samesite=none", Case.Insensitive);
            known.Headers.GetValues("Set-Cookie").Single().ShouldContain("secure", Case.Insensitive);
            known.Headers.GetValues("X-Device").Single().ShouldBe(mark);
        }
    }
}
