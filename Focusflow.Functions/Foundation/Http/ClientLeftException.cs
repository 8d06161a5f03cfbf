namespace Focusflow.Functions.Foundation.Http;

/// <summary>The connection ended while the request was still being read: nobody waits for an answer, and nothing has failed here.</summary>
internal sealed class ClientLeftException(Exception inner) : OperationCanceledException("The client left while its request was read.", inner);
