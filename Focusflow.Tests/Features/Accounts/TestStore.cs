using Focusflow.Tests.Cosmos;

namespace Focusflow.Tests.Features.Accounts;

/// <summary>
/// Where tests of the whole app keep their data: SQLite, or with <c>FOCUSFLOW_TEST_STORE=cosmos</c> the Cosmos DB emulator, one for
/// all of them and a database for each app. For trying whether a story holds on both; see docs/storage.md.
/// </summary>
internal static class TestStore
{
    private static readonly Lazy<Task<CosmosEmulator>> Emulator = new(StartAsync);

    private static bool IsCosmos => Environment.GetEnvironmentVariable("FOCUSFLOW_TEST_STORE") switch
    {
        null or "" or "sqlite" => false,
        "cosmos" => true,
        var other => throw new InvalidOperationException($"FOCUSFLOW_TEST_STORE is '{other}'; it can be sqlite or cosmos."),
    };

    /// <summary>The settings that put an app there; without the emulator the calling test is skipped.</summary>
    public static async Task<(string Key, string? Value)[]> SettingsAsync()
    {
        if (!IsCosmos)
            return [];
        var emulator = await Emulator.Value;
        emulator.SkipWithoutIt();

        // As on Azure: what looks every second would do so for each second that a test lets pass.
        return [.. emulator.Settings, ("LeaderboardSchedule", "0 * * * * *")];
    }

    // It ends with this process.
    private static async Task<CosmosEmulator> StartAsync()
    {
        var emulator = new CosmosEmulator();
        await emulator.InitializeAsync();
        return emulator;
    }
}
