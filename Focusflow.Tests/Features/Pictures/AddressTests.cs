using Focusflow.Core.Features.Accounts;
using Focusflow.Core.Foundation.Sites;
using Focusflow.Core.Foundation.Storage;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Features.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Pictures;

/// <summary>Addresses of pictures are absolute wherever they are answered, and say nothing of a host where they are kept.</summary>
public sealed class AddressTests
{
    private const string Image = "/api/users/profile/avatar/image";

    [Theory]
    [InlineData(null, null, "{own}api/avatars/avatar-3.png")]
    [InlineData("https://focusflow.example", null, "https://focusflow.example/api/avatars/avatar-3.png")]
    [InlineData("https://focusflow.example/", "https://app.example.com", "https://app.example.com/avatars/avatar-3.png")]
    [InlineData(null, "https://app.example.com/", "https://app.example.com/avatars/avatar-3.png")]
    public async Task A_picture_of_the_frontends_is_asked_for_there_or_else_drawn_here(string? service, string? frontend, string url)
    {
        await using var app = await FocusflowTestApp.StartAsync(("Focusflow:PublicUrl", service), ("Focusflow:FrontendUrl", frontend));
        var ann = await app.RegisterAsync();
        url = url.Replace("{own}", $"{app.Client.BaseAddress}", StringComparison.Ordinal);

        var chosen = await ann.PutAsync("/api/users/profile/avatar", new { avatar_url = "/avatars/avatar-3.png" });
        (await chosen.JsonAsync()).Text("avatar_url").ShouldBe(url);
        var again = await ann.PutAsync("/api/users/profile/avatar", new { avatar_url = url });
        again.Headers.ETag.ShouldBe(chosen.Headers.ETag);
        (await KeptOfAsync(app, ann)).ShouldBe("/avatars/avatar-3.png");

        if (url.Contains("/api/", StringComparison.Ordinal))
            (await app.Client.GetAsync(new Uri(url).AbsolutePath)).Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
    }

    [Fact]
    public async Task Pictures_that_were_sent_lie_where_the_service_is_reached_and_are_kept_without_it()
    {
        await using var app = await FocusflowTestApp.StartAsync(("Focusflow:PublicUrl", "https://focusflow.example"), ("Focusflow:FrontendUrl", "https://app.example.com"));
        var ann = await app.RegisterAsync();

        (await (await ann.GetAsync("/api/auth/user")).JsonAsync()).Text("avatar_url").ShouldStartWith("https://focusflow.example/api/avatars/");
        var sent = await (await ann.UploadAsync(Image, SamplePictures.Png(64, 64), "image/png")).JsonAsync();

        sent.Text("avatar_url").ShouldStartWith("https://focusflow.example/api/avatars/");
        (await KeptOfAsync(app, ann)).ShouldBe(new Uri(sent.Text("avatar_url")).AbsolutePath);
    }

    [Theory]
    [InlineData("https://a.example", "https://b.example", "/api/avatars/x.webp", "https://a.example/api/avatars/x.webp")]
    [InlineData("https://a.example", "https://b.example", "/me.png", "https://b.example/me.png")]
    [InlineData("https://a.example", "https://a.example", "/me.png", "https://a.example/me.png")]
    [InlineData("https://a.example", "https://a.example", "/api/avatars/x.webp", "https://a.example/api/avatars/x.webp")]
    [InlineData("https://a.example", null, "https://elsewhere.example/me.png", "https://elsewhere.example/me.png")]
    [InlineData("https://a.example", "https://b.example", "https://a.example.evil/me.png", "https://a.example.evil/me.png")]
    public void An_address_is_absolute_and_is_known_again(string service, string? frontend, string kept, string url)
    {
        var site = new Site(service, frontend);

        site.UrlOf(kept).ShouldBe(url);
        site.KeptOf(url).ShouldBe(kept);
    }

    private static async Task<string> KeptOfAsync(LocalApp app, Person person) =>
        (await app.Services.GetRequiredService<IDocumentStore>().ReadAsync<Account>(person.Id, Account.DocumentId))!.AvatarUrl;
}
