namespace Focusflow.Tests.Worker;

/// <summary>A worker was asked, or owed an answer, and its process has ended.</summary>
internal sealed class WorkerGoneException() : InvalidOperationException("The worker is gone.");
