using Focusflow.Functions.Foundation.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Focusflow.Functions.Foundation.Middleware;

/// <summary>Refuses requests of an address that sends too many, before anything is spent on them.</summary>
/// <param name="rates">The rates.</param>
/// <param name="addresses">Tells where requests come from.</param>
public sealed class LimitAddressRate(RequestRates rates, ClientAddresses addresses) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (!rates.Enabled || context.GetHttpContext() is not { } http)
            return next(context);
        var signingIn = PublicFunctions.SignIn.Contains(context.FunctionDefinition.Name);
        if (rates.OfAddress(addresses.NetworkOf(http), signingIn) is not { } problem)
            return next(context);
        context.Refuse(problem);
        return Task.CompletedTask;
    }
}
