using System.Runtime.CompilerServices;
using Focusflow.Functions;
using Focusflow.LocalRuntime.Testing;
using Focusflow.Tests.Foundation.OpenApi;
using Focusflow.Tests.Foundation.Telemetry;

namespace Focusflow.Tests.Suite;

/// <summary>What every app that a test starts has: its log is kept and looked through, its answers are held against the description.</summary>
internal static class EveryApp
{
    [ModuleInitializer]
    internal static void Watch() => LocalAppOptions.ForAll = options => options with
    {
        Logging = options.Logging + LogCapture.AddTo,

        // Apps of a few toy functions are not described.
        ClientHandler = options.App == typeof(FocusflowApp).Assembly ? Watched : options.ClientHandler,
    };

    /// <summary>Puts the watchers around a client of the app.</summary>
    internal static HttpMessageHandler Watched(HttpMessageHandler inner) => new WatchedClient(new CheckedAnswers(inner, AnswerCheck.OfSuite));
}
