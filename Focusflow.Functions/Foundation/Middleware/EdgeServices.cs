using Focusflow.Core.Foundation.Idempotency;
using Focusflow.Core.Foundation.Settings;
using Focusflow.Functions.Foundation.Http;
using Focusflow.Functions.Foundation.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Focusflow.Functions.Foundation.Middleware;

/// <summary>What stands before every HTTP function.</summary>
internal static class EdgeServices
{
    /// <summary>Registers the middleware that needs not know who is asking, outermost first.</summary>
    public static void UseEdge(this IFunctionsWorkerApplicationBuilder builder)
    {
        builder.UseMiddleware<Compress>();
        builder.UseMiddleware<Edge>();
        builder.UseMiddleware<LimitAddressRate>();
    }

    public static void AddEdge(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(ReadLimits(configuration));
        services.AddSingleton(provider => ReadSites(configuration, provider.GetRequiredService<IHostEnvironment>()));
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true; // what holds a secret is left out by AnswerCompression
            compression.MimeTypes = AnswerCompression.MediaTypes;
        });
        services.AddSingleton<IResponseCompressionProvider, AnswerCompression>();
        services.AddSingleton(provider =>
            new RequestLog(
                provider.GetRequiredService<ILogger<RequestLog>>(),
                provider.GetRequiredService<UserMark>(),
                configuration.GetValue("Focusflow:ShowCharges", false)));
        services.AddSingleton<ClientAddresses>();
        services.AddSingleton(provider => new RequestRates(provider.GetRequiredService<RequestLimits>()));
        services.AddSingleton<KeyedRequests>();
    }

    private static Sites ReadSites(IConfiguration configuration, IHostEnvironment environment) =>
        new(SiteSettings.Service(configuration, environment), SiteSettings.Frontend(configuration, environment));

    private static RequestLimits ReadLimits(IConfiguration configuration)
    {
        var (rates, defaults) = (configuration.GetSection("Focusflow:RateLimit"), new RequestLimits());
        return new RequestLimits
        {
            BodyBytes = AtLeastOne("Focusflow:Limits:BodyBytes", configuration.GetValue("Focusflow:Limits:BodyBytes", defaults.BodyBytes)),
            LimitRates = rates.GetValue("Enabled", defaults.LimitRates),
            UserPerMinute = Rate("UserPerMinute", defaults.UserPerMinute),
            AddressPerMinute = Rate("AddressPerMinute", defaults.AddressPerMinute),
            SignInPerMinute = Rate("SignInPerMinute", defaults.SignInPerMinute),
            ExportsPerMinute = Rate("ExportsPerMinute", defaults.ExportsPerMinute),
            PicturesPerMinute = Rate("PicturesPerMinute", defaults.PicturesPerMinute),
            TrustClientIp = rates.GetValue("TrustClientIp", defaults.TrustClientIp),
        };

        int Rate(string name, int otherwise) => (int)AtLeastOne($"Focusflow:RateLimit:{name}", rates.GetValue(name, otherwise));
    }

    private static long AtLeastOne(string setting, long value) =>
        value >= 1 ? value : throw new WrongSettingException($"The setting {setting} must be at least 1.");
}
