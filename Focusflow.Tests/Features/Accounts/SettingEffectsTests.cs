using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Focusflow.Core.Features.Accounts;
using Focusflow.Functions.Features.Accounts;
using Focusflow.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>No setting is there that does nothing: each is played with two values, and makes a difference that a user sees.</summary>
public sealed class SettingEffectsTests
{
    private const string Begin = "<!-- settings: written by SettingEffectsTests -->\n";
    private const string End = "<!-- end of settings -->";

    /// <summary>Whatever the account's settings have, so that a new one without a story fails.</summary>
    public static TheoryData<string> Settings =>
    [
        .. typeof(UserSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)),
    ];

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task A_setting_makes_a_difference_that_is_seen(string name)
    {
        SettingEffects.All.ContainsKey(name).ShouldBeTrue("Give it a story in SettingEffects, or take it away.");
        var effect = SettingEffects.All[name];
        effect.SeenThen.ShouldNotBe(effect.Seen);

        (await LiveAsync(name, effect, effect.One)).ShouldBe(effect.Seen, effect.One);
        (await LiveAsync(name, effect, effect.Other)).ShouldBe(effect.SeenThen, effect.Other);
    }

    [Fact]
    public void There_is_no_story_of_a_setting_that_is_not_there() =>
        SettingEffects.All.Keys.ShouldBe(Settings.Select(row => row.Data), ignoreOrder: true);

    [Fact]
    public async Task The_list_in_the_docs_is_that_of_the_settings()
    {
        var file = Repository.PathOf("docs/settings.md");
        var text = await File.ReadAllTextAsync(file);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var written = $"{text[..from]}\n{Table()}\n{text[to..]}";
        if (Environment.GetEnvironmentVariable("FOCUSFLOW_WRITE") == "1")
            await File.WriteAllTextAsync(file, written);
        (await File.ReadAllTextAsync(file)).ShouldBe(written, "Write it anew: FOCUSFLOW_WRITE=1 dotnet test --filter SettingEffectsTests");
    }

    private static async Task<string> LiveAsync(string name, SettingEffect effect, string value)
    {
        await using var life = await SettingLife.BeginAsync(effect.Begins);
        await (effect.Told?.Invoke(life, value) ?? life.SetAsync(name, value));
        return await effect.Live(life);
    }

    private static string Table()
    {
        var defaults = JsonSerializer.SerializeToElement(new UserSettings(), AccountResourceJson.Default.UserSettings);
        var table = new StringBuilder().Append(CultureInfo.InvariantCulture, $"There are {SettingEffects.All.Count} settings.\n\n");
        table.Append("| setting | default | what it does | played with |\n|---|---|---|---|\n");
        foreach (var setting in defaults.EnumerateObject())
        {
            var effect = SettingEffects.All[setting.Name];
            table.Append(CultureInfo.InvariantCulture, $"| `{setting.Name}` | `{Shown(setting.Value.GetRawText())}` | {effect.Does} | `{Shown(effect.One)}`, `{Shown(effect.Other)}` |\n");
        }

        return table.ToString();
    }

    private static string Shown(string json) => json.Replace("\"", "", StringComparison.Ordinal).Replace(",", ", ", StringComparison.Ordinal);
}
