using Focusflow.LocalRuntime.Foundation.Functions;
using Focusflow.LocalRuntime.Features.Durable.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.Logging;
using P = Microsoft.DurableTask.Protobuf;

namespace Focusflow.LocalRuntime.Features.Durable.Turns;

/// <summary>Runs turns: what an instance's code does with its history and what is new, by the runner that runs it on Azure, too.</summary>
internal sealed class TurnRunner(IDurableFunctions functions, ILoggerFactory loggers)
{
    private readonly ILogger logger = loggers.CreateLogger(DurableEngine.LogCategory);
    private readonly RunnerServices services = new(loggers);

    /// <summary>Runs a turn; what goes wrong with the code is an outcome, too.</summary>
    /// <exception cref="OperationCanceledException">It was given up because the engine stops; nothing has come of it.</exception>
    public async Task<TurnOutcome> RunAsync(LoadedInstance loaded, long now, CancellationToken stopping)
    {
        // Time never goes back for the code, even when the clock is set.
        var turn = new Turn(loaded, Math.Max(now, loaded.Instance.Updated));
        if (turn.Terminated is { } terminated)
            return turn.Terminate(terminated);
        try
        {
            P.OrchestratorResponse? response = null;
            var exists = await functions.RunTurnAsync(
                loaded.Instance.Name, loaded.Instance.Id, code => response = Run(turn, code), stopping);
            if (!exists)
                throw new InvalidOperationException(TurnErrors.NoOrchestrator(loaded.Instance.Name));
            var outcome = turn.Of(response ?? throw new InvalidOperationException(TurnErrors.NotRun));
            if (turn.Failure is { } failure)
                Log(loaded.Instance, failure);
            return outcome;
        }
        catch (Exception error) when (error is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            logger.LogError(error, "An orchestration '{Name}' failed; /runtime shows which.", loaded.Instance.Name);
            return turn.Fail(error);
        }
    }

    private P.OrchestratorResponse Run(Turn turn, Func<TaskOrchestrationContext, Task<object?>> function)
    {
        var code = new OrchestratorCode(function, turn.Input, loggers);
        try
        {
            var response = GrpcOrchestrationRunner.LoadAndRun(turn.Request(), code, services);
            return code.IsStuck
                ? throw new InvalidOperationException(TurnErrors.NotDurable)
                : P.OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(response));
        }
        finally
        {
            code.Close();
        }
    }

    private void Log(InstanceRow instance, P.TaskFailureDetails failure) => logger.LogError(
        "An orchestration '{Name}' failed; /runtime shows which. {Type}: {Message}", instance.Name, failure.ErrorType, failure.ErrorMessage);

    /// <summary>What the runner asks for: only how the worker is set.</summary>
    private sealed class RunnerServices(ILoggerFactory loggers) : IServiceProvider
    {
        private readonly DurableTaskShimFactory factory = new(new DurableTaskWorkerOptions { DataConverter = DurableData.Converter }, loggers);

        public object? GetService(Type serviceType) => serviceType == typeof(DurableTaskShimFactory) ? factory : null;
    }
}
