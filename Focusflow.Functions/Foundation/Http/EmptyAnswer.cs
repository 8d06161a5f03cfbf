using Microsoft.AspNetCore.Http;

namespace Focusflow.Functions.Foundation.Http;

/// <summary>A status without a body.</summary>
internal sealed class EmptyAnswer(int status) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
