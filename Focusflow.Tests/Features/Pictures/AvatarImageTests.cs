using System.Net;
using System.Text;
using System.Text.Json;
using Focusflow.Core.Features.Challenges;
using Focusflow.Core.Features.Pictures;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Pictures;

public sealed class AvatarImageTests : IAsyncLifetime
{
    private const string Image = "/api/users/profile/avatar/image";

    private LocalApp app = null!;
    private Person ann = null!;

    public async ValueTask InitializeAsync()
    {
        app = await FocusflowTestApp.StartAsync();
        ann = await app.RegisterAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Who_has_sent_no_picture_has_one_that_is_drawn_from_the_name()
    {
        var before = await AvatarOfAsync(ann);
        (await TextAsync(before)).ShouldContain(">AE</text>");

        await ann.PutAsync("/api/users/profile", new { full_name = "Bea Example" });

        (await TextAsync(await AvatarOfAsync(ann))).ShouldContain(">BE</text>");
        (await TextAsync(before)).ShouldContain(">AE</text>");
    }

    [Fact]
    public async Task A_picture_that_is_sent_is_there_in_two_sizes_for_everybody_and_for_a_year()
    {
        var user = await (await ann.UploadAsync(Image, SamplePictures.Jpeg(800, 600, 6), "image/jpeg")).JsonAsync();

        var url = user.Text("avatar_url");
        url.ShouldStartWith($"{app.Client.BaseAddress}api/avatars/");
        (await AvatarOfAsync(ann)).ShouldBe(url);
        foreach (var (address, side) in new[] { (url, 512), (url.Replace(".webp", "-96.webp", StringComparison.Ordinal), 96) })
        {
            var answer = await app.Client.GetAsync(address);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/webp");
            answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
            answer.Headers.CacheControl.Public.ShouldBeTrue();
            answer.Headers.CacheControl.MaxAge.ShouldBe(TimeSpan.FromDays(365));
            using var picture = SkiaSharp.SKBitmap.Decode(await answer.Content.ReadAsByteArrayAsync());
            picture.Width.ShouldBe(side);

            using var again = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "If-None-Match", answer.Headers.ETag!.ToString() } } };
            (await app.Client.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        }
    }

    [Fact]
    public async Task A_form_and_a_data_url_hold_a_picture_as_well()
    {
        var file = new ByteArrayContent(SamplePictures.WebP(64, 64)) { Headers = { { "Content-Type", "image/webp" } } };
        var byForm = await (await ann.SendContentAsync("PUT", Image, new MultipartFormDataContent { { new StringContent("x"), "other" }, { file, "file", "me.webp" } })).JsonAsync();
        byForm.Text("avatar_url").ShouldEndWith(".webp");

        var dataUrl = $"data:image/png;base64,{Convert.ToBase64String(SamplePictures.Png(64, 64))}";
        foreach (var (path, body) in new (string, object)[]
        {
            ("/api/users/profile/avatar", new { avatar_url = dataUrl }),
            ("/api/users/profile", new { avatar_url = dataUrl, full_name = "Ann B." }),
            ("/api/users/onboarding/complete", new { avatar_url = dataUrl }),
        })
        {
            var user = await (await ann.PutAsync(path, body)).JsonAsync();
            user.Text("avatar_url").ShouldEndWith(".webp", Case.Sensitive, path);
            (await app.Client.GetAsync(user.Text("avatar_url"))).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        (await (await ann.GetAsync("/api/auth/user")).JsonAsync()).Text("full_name").ShouldBe("Ann B.");
    }

    [Fact]
    public async Task A_picture_of_five_megabytes_is_taken_in_either_way()
    {
        byte[] largest = [.. SamplePictures.Png(64, 64), .. new byte[PictureFile.MostBytes - SamplePictures.Png(64, 64).Length]];

        (await ann.UploadAsync(Image, largest, "image/png")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ann.PutAsync("/api/users/profile/avatar", new { avatar_url = $"data:image/png;base64,{Convert.ToBase64String(largest)}" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        await ShouldRefuseAsync(await ann.UploadAsync(Image, [.. largest, 0], "image/png"), HttpStatusCode.RequestEntityTooLarge);
        await ShouldRefuseAsync(
            await ann.PutAsync("/api/users/profile/avatar", new { avatar_url = $"data:image/png;base64,{Convert.ToBase64String([.. largest, 0])}" }), HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_in_a_sentence_and_changes_nothing()
    {
        var before = await AvatarOfAsync(ann);
        var svg = Encoding.ASCII.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>");
        foreach (var (file, type, status) in new (byte[], string, HttpStatusCode)[]
        {
            (svg, "image/svg+xml", HttpStatusCode.UnsupportedMediaType),
            (svg, "image/png", HttpStatusCode.UnprocessableEntity),
            (SamplePictures.Png(64, 64), "image/gif", HttpStatusCode.UnsupportedMediaType),
            (SamplePictures.Png(64, 64), "application/json", HttpStatusCode.UnsupportedMediaType),
            (SamplePictures.Png(64, 64), "image/jpeg", HttpStatusCode.UnprocessableEntity),
            (SamplePictures.Png(1, 1), "image/png", HttpStatusCode.UnprocessableEntity),
            (SamplePictures.Bomb(20_000, 20_000), "image/png", HttpStatusCode.UnprocessableEntity),
            (SamplePictures.Png(64, 64)[..^20], "image/png", HttpStatusCode.UnprocessableEntity),
            ([.. SamplePictures.Png(64, 64), .. "PK"u8], "image/png", HttpStatusCode.UnprocessableEntity),
            ([], "image/png", HttpStatusCode.UnprocessableEntity),
            ("--x\r\n"u8.ToArray(), "multipart/form-data; boundary=x", HttpStatusCode.BadRequest),
            ("--x--\r\n"u8.ToArray(), "multipart/form-data; boundary=x", HttpStatusCode.UnprocessableEntity),
            ("x"u8.ToArray(), "multipart/form-data", HttpStatusCode.BadRequest),
        })
        {
            await ShouldRefuseAsync(await ann.UploadAsync(Image, file, type), status, $"{type}, {file.Length} bytes");
        }

        foreach (var url in new[] { "data:image/png,abc", "data:image/png;base64,###", "data:text/html;base64,PGI+", $"data:image/svg+xml;base64,{Convert.ToBase64String(svg)}", "data:" })
            await ShouldRefuseAsync(await ann.PutAsync("/api/users/profile/avatar", new { avatar_url = url }), HttpStatusCode.UnprocessableEntity, url);
        (await AvatarOfAsync(ann)).ShouldBe(before);
        (await PicturesAsync(ann)).ShouldBe(0);
    }

    [Fact]
    public async Task A_picture_is_gone_when_it_is_replaced_given_up_or_never_was_accepted()
    {
        var first = (await (await ann.UploadAsync(Image, SamplePictures.Png(64, 64), "image/png")).JsonAsync()).Text("avatar_url");
        var second = (await (await ann.UploadAsync(Image, SamplePictures.Png(80, 64), "image/png")).JsonAsync()).Text("avatar_url");
        (await app.Client.GetAsync(first)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // The same again is the one that is there.
        (await (await ann.UploadAsync(Image, SamplePictures.Png(80, 64), "image/png")).JsonAsync()).Text("avatar_url").ShouldBe(second);
        (await ann.UploadAsync(Image, SamplePictures.Png(90, 64), "image/png", ("If-Match", "\"another\""))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await app.Client.GetAsync(second)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PicturesAsync(ann)).ShouldBe(2);

        (await ann.SendAsync("DELETE", Image, null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ann.SendAsync("DELETE", Image, null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await app.Client.GetAsync(second)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await AvatarOfAsync(ann)).ShouldEndWith(".svg");
        (await PicturesAsync(ann)).ShouldBe(0);

        await ann.UploadAsync(Image, SamplePictures.Png(64, 64), "image/png");
        await ann.PutAsync("/api/users/profile/avatar", new { avatar_url = "https://example.com/me.png" });
        (await PicturesAsync(ann)).ShouldBe(0);
    }

    [Fact]
    public async Task A_username_that_is_taken_leaves_no_picture_behind()
    {
        await app.RegisterAsync("bob@example.com");
        var picture = $"data:image/png;base64,{Convert.ToBase64String(SamplePictures.Png(64, 64))}";

        (await ann.PutAsync("/api/users/profile", new { username = "bob", avatar_url = picture })).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        (await PicturesAsync(ann)).ShouldBe(0);
    }

    [Fact]
    public async Task Two_people_with_the_same_picture_have_one_each_and_take_along_their_own()
    {
        var bob = await app.RegisterAsync("bob@example.com");
        var (anns, bobs) = ("", "");
        foreach (var person in new[] { ann, bob })
            (anns, bobs) = (bobs, (await (await person.UploadAsync(Image, SamplePictures.Png(64, 64), "image/png")).JsonAsync()).Text("avatar_url"));
        anns.ShouldNotBe(bobs);

        var export = await (await ann.GetAsync("/api/users/me/export")).JsonAsync();
        export.GetProperty("pictures").EnumerateArray().Select(one => one.Text("name"))
            .ShouldBe([anns[(anns.LastIndexOf('/') + 1)..], anns[(anns.LastIndexOf('/') + 1)..].Replace(".webp", "-96.webp", StringComparison.Ordinal)], ignoreOrder: true);
        export.GetProperty("pictures")[0].GetProperty("webp").GetBytesFromBase64()[..4].ShouldBe("RIFF"u8.ToArray());
        (await ann.SendAsync("DELETE", "/api/users/me", new { password = FocusflowTestApp.Password })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await app.Client.GetAsync(anns)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Client.GetAsync(bobs)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_makes_somebody_elses_picture_the_own_one()
    {
        var bob = await app.RegisterAsync("bob@example.com");
        var bobs = (await (await bob.UploadAsync(Image, SamplePictures.Png(64, 64), "image/png")).JsonAsync()).Text("avatar_url");

        await ShouldRefuseAsync(await ann.PutAsync("/api/users/profile/avatar", new { avatar_url = bobs }), HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task What_was_read_can_be_sent_back_and_changes_nothing()
    {
        await ann.UploadAsync(Image, SamplePictures.Png(64, 64), "image/png");
        var before = await ann.GetAsync("/api/users/profile");

        var after = await ann.PutAsync("/api/users/profile", await before.JsonAsync());

        after.StatusCode.ShouldBe(HttpStatusCode.OK);
        after.Headers.ETag.ShouldBe(before.Headers.ETag);
    }

    [Fact]
    public async Task Boards_and_challenges_show_the_small_one()
    {
        var small = (await (await ann.UploadAsync(Image, SamplePictures.Png(64, 64), "image/png")).JsonAsync()).Text("avatar_url").Replace(".webp", "-96.webp", StringComparison.Ordinal);

        var joined = await (await ann.PostAsync($"/api/challenges/{DefaultChallenges.TaskFinisher}/join", null)).JsonAsync();
        joined.GetProperty("joined_avatars")[0].GetString().ShouldBe(small);
        (await (await ann.GetAsync("/api/challenges/leaders")).JsonAsync())[0].Text("avatar").ShouldBe(small);
        (await app.Client.GetAsync(small)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_name_that_no_picture_has_is_not_found()
    {
        foreach (var name in new[] { "nobody.webp", $"{new string('a', 56)}.webp", "..%2Fsecrets", "a.svg", "index.html" })
            (await app.Client.GetAsync($"/api/avatars/{name}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, name);
    }

    private static async Task ShouldRefuseAsync(HttpResponseMessage answer, HttpStatusCode status, string what = "")
    {
        answer.StatusCode.ShouldBe(status, what);
        (await answer.JsonAsync()).Text("detail").ShouldEndWith(".");
    }

    private static async Task<string> AvatarOfAsync(Person person) => (await (await person.GetAsync("/api/users/profile/avatar")).JsonAsync()).Text("avatar_url");

    private static async Task<int> PicturesAsync(Person person) =>
        (await (await person.GetAsync("/api/users/me/export")).JsonAsync()).GetProperty("pictures").GetArrayLength();

    private async Task<string> TextAsync(string url)
    {
        var answer = await app.Client.GetAsync(url);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'"]);
        return await answer.Content.ReadAsStringAsync();
    }
}
