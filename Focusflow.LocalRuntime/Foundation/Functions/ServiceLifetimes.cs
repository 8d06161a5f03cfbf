using Microsoft.Extensions.DependencyInjection;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>Knows which services are singletons, so that a function that needs nothing else costs no scope.</summary>
internal sealed class ServiceLifetimes
{
    private readonly Dictionary<Type, ServiceLifetime> lifetimes = [];

    public ServiceLifetimes(IEnumerable<ServiceDescriptor> services)
    {
        foreach (var service in services.Where(service => !service.IsKeyedService))
            lifetimes[service.ServiceType] = service.Lifetime; // the last registration is the one that is given
    }

    /// <summary>Whether a service is certainly a singleton.</summary>
    public bool IsSingleton(Type service) =>
        lifetimes.TryGetValue(service, out var lifetime)
            ? lifetime == ServiceLifetime.Singleton
            : service.IsConstructedGenericType
                && lifetimes.TryGetValue(service.GetGenericTypeDefinition(), out var open)
                && open == ServiceLifetime.Singleton;
}
