using Xunit;

namespace Focusflow.Tests.Foundation.OpenApi;

/// <summary>Fails the test whose request is answered otherwise than the API's description says.</summary>
internal sealed class CheckedAnswers(HttpMessageHandler inner, AnswerCheck check) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (await check.FindFaultAsync(request, answer) is { } fault)
        {
            check.Seen.Faults.Enqueue(fault);
            Assert.Fail(fault);
        }

        return answer;
    }
}
