using Focusflow.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
FocusflowApp.Configure(builder);
await builder.Build().RunAsync();
