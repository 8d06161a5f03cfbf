using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;
using NodaTime;
using NodaTime.Text;

namespace Focusflow.Core.Features.Accounts;

/// <summary>The end of the onboarding as existing clients send it: some settings beside the preferences, by names of their own.</summary>
public static class EarlierOnboarding
{
    private static readonly LocalTimePattern[] Clocks =
        [LocalTimePattern.CreateWithInvariantCulture("h:mm tt"), LocalTimePattern.CreateWithInvariantCulture("H:mm")];

    /// <summary>
    /// Reads <c>{clock_in_time?, clock_out_time?, focus_goal?, timezone?}</c> besides what <see cref="CompleteOnboarding"/> reads.
    /// The times are such as <c>09:00 AM</c> or <c>17:30</c>; null stands for not chosen.
    /// </summary>
    public static Outcome<CompleteOnboarding> Read(FieldReader fields)
    {
        var (start, end) = (TimeOf(fields, "clock_in_time"), TimeOf(fields, "clock_out_time"));
        var (goal, zone) = (fields.WholeNumber("focus_goal", 1, 1440, nullable: true), fields.Timezone("timezone"));
        if (!CompleteOnboarding.Read(fields).Succeeded(out var onboarding, out var problem))
            return problem;
        return onboarding with
        {
            Settings = onboarding.Settings.Then(before => before with
            {
                WorkStartTime = start ?? before.WorkStartTime,
                WorkEndTime = end ?? before.WorkEndTime,
                FocusGoal = goal.Or(null) ?? before.FocusGoal,
                Timezone = zone.Or(before.Timezone)!,
            }),
        };
    }

    private static LocalTime? TimeOf(FieldReader fields, string name)
    {
        if (fields.Text(name, 20, trim: true).Or(null) is not { } text)
            return null;
        foreach (var clock in Clocks)
        {
            if (clock.Parse(text.ToUpperInvariant()) is { Success: true, Value: var time })
                return time;
        }

        fields.Fail(name, $"{name} must be a time of day such as 09:00 AM or 17:30.");
        return null;
    }
}
