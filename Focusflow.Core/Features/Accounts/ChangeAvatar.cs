using Focusflow.Core.Foundation.Input;
using Focusflow.Core.Foundation.Outcomes;

namespace Focusflow.Core.Features.Accounts;

/// <summary>An update of the user that must name an avatar, and nothing else.</summary>
public static class ChangeAvatar
{
    /// <summary>Reads <c>{avatar_url}</c>.</summary>
    public static Outcome<UpdateUser> Read(FieldReader fields)
    {
        var avatar = fields.Require("avatar_url", fields.AvatarUrl("avatar_url"));
        return fields.Problem is { } problem ? problem : new UpdateUser { AvatarUrl = avatar };
    }
}
