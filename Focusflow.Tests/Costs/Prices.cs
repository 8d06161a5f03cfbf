namespace Focusflow.Tests.Costs;

/// <summary>
/// List prices in US dollars, pay as you go, without free grants unless they are named. They differ by region and change:
/// replace them by those of your region's price pages and write docs/costs.md anew.
/// </summary>
internal static class Prices
{
    public const string AsOf = "2025, a US region";

    public const double MillionRequestUnits = 0.25;
    public const double CosmosGigabyteMonth = 0.25;

    public const double MillionExecutions = 0.40;
    public const double FreeExecutions = 250_000;
    public const double GigabyteSecond = 0.000026;
    public const double FreeGigabyteSeconds = 100_000;

    /// <summary>As infra/main.bicep has it.</summary>
    public const double InstanceGigabytes = 0.5;

    /// <summary>As infra/main.bicep has it: so many requests and open streams an instance takes.</summary>
    public const double RequestsPerInstance = 250;

    /// <summary>The shortest time that Flex Consumption bills for.</summary>
    public const double ShortestSeconds = 1;

    public const double TenThousandStorageOperations = 0.004;
    public const double LogGigabyte = 2.30;
    public const double FreeLogGigabytes = 5;
    public const double LogAlerts = 4.5;
}

/// <summary>What cannot be measured here and is assumed.</summary>
internal static class Guesses
{
    /// <summary>Messages, history rows, leases and blobs of one orchestration with a timer and an activity.</summary>
    public const double StorageOperationsPerOrchestration = 40;

    /// <summary>Different times at which somebody is reminded to shut down: each is an orchestration, whoever many that are.</summary>
    public const double ShutdownInstantsPerDay = 48;

    /// <summary>Lock and schedule status of one run of a timer function.</summary>
    public const double StorageOperationsPerTimerRun = 3;

    /// <summary>Durable Functions asks four control queues and a work queue at least every five seconds, all month.</summary>
    public const double QueuePollsPerMonth = 5 / 5.0 * Month.Seconds;

    /// <summary>One logged request, with the columns that Application Insights adds.</summary>
    public const double LogKilobytes = 1.5;

    /// <summary>
    /// Half of the 28 KB that the Functions host was seen to send for a client that left: one of its two exceptions, and not the
    /// trace, since host.json silences the category of the others.
    /// </summary>
    public const double LeavingKilobytes = 14;

    /// <summary>Requests logged in a second at most (host.json, maxTelemetryItemsPerSecond).</summary>
    public const double LoggedPerSecond = 2;
}

/// <summary>The month of the bill.</summary>
internal static class Month
{
    public const double Days = 30;
    public const double Seconds = Days * 24 * 3600;
}
