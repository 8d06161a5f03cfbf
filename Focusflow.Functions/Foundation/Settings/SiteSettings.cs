using Focusflow.Core.Foundation.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Focusflow.Functions.Foundation.Settings;

/// <summary>Where the service and its frontend are reached, as the settings say; throws a sentence that names the one that is wrong.</summary>
internal static class SiteSettings
{
    private const string PublicUrl = "Focusflow:PublicUrl";
    private const string ApiUrl = "Focusflow:ApiUrl";

    /// <summary>Where the frontend is; null when nobody has said.</summary>
    public static Uri? Frontend(IConfiguration configuration, IHostEnvironment environment) => Read(configuration, "Focusflow:FrontendUrl", environment);

    /// <summary>Where the service is, the API below it at <c>/api</c>; on Azure the app's own name when nobody has said, else null.</summary>
    public static Uri? Service(IConfiguration configuration, IHostEnvironment environment) =>
        Read(configuration, PublicUrl, environment)
        ?? (configuration["WEBSITE_HOSTNAME"] is { Length: > 0 } name && !environment.IsDevelopment() ? new Uri($"https://{name}") : null);

    /// <summary>Where the local runtime is, with its <c>/api</c>; it does not know its port when the system chooses one.</summary>
    public static Uri? LocalApi(IConfiguration configuration, IHostEnvironment environment) => Read(configuration, ApiUrl, environment);

    // Links that sign people in or confirm addresses are secrets on their way; on a machine of one's own they stay there.
    private static Uri? Read(IConfiguration configuration, string setting, IHostEnvironment environment)
    {
        if (configuration[setting] is not { Length: > 0 } text)
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            throw new WrongSettingException($"The setting {setting} must be an absolute URL such as https://focusflow.example.");
        return url.Scheme == Uri.UriSchemeHttps || environment.IsDevelopment() || (setting == ApiUrl && url.IsLoopback)
            ? url
            : throw new WrongSettingException($"The setting {setting} must use https outside Development.");
    }
}
