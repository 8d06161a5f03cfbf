using System.Reflection;
using System.Text.Json.Nodes;
using Focusflow.Functions;
using Focusflow.Tests.Infrastructure;
using Microsoft.Azure.Functions.Worker;
using NCrontab;
using Shouldly;
using Xunit;

namespace Focusflow.Tests.Features.Leaderboard;

/// <summary>A schedule that is a setting must have a value everywhere, or the host does not start the function.</summary>
public sealed class ScheduleSettingTests
{
    [Fact]
    public void Every_schedule_that_is_a_setting_is_set_on_Azure_and_in_the_sample()
    {
        var names = typeof(FocusflowApp).Assembly.GetTypes().SelectMany(type => type.GetMethods()).SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>()?.Schedule)
            .Where(schedule => schedule is not null && schedule.StartsWith('%'))
            .Select(schedule => schedule!.Trim('%')).ToList();

        names.ShouldBe(["LeaderboardSchedule"]);
        foreach (var schedule in new[] { Azure(), Sample() })
            CrontabSchedule.Parse(schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true }).ShouldNotBeNull();
    }

    private static string Azure() => Deployment.Default.Settings["LeaderboardSchedule"];

    private static string Sample() =>
        JsonNode.Parse(Repository.Read("local.settings.sample.json"))!["Values"]!["LeaderboardSchedule"]!.GetValue<string>();
}
