using Focusflow.Functions;
using Focusflow.LocalRuntime.Hosting;

return await LocalHost.RunAsync(args, typeof(FocusflowApp).Assembly, builder => builder.AddFocusflow());
