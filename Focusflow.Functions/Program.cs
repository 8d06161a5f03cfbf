using Focusflow.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);

builder.ConfigureFunctionsWebApplication();
builder.AddFocusflow();

// So that the endpoint which the host passes requests on to listens by the time the functions are loaded.
builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);

builder.Build().Run();
