using Focusflow.Core.Foundation.Outcomes;
using Focusflow.Functions.Foundation.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Foundation.Middleware;

/// <summary>How middleware answers in a function's place.</summary>
internal static class FunctionContextAnswers
{
    public static void Answer(this FunctionContext context, IResult answer) => context.GetInvocationResult().Value = answer;

    public static void Refuse(this FunctionContext context, Problem problem) => context.Answer(new ProblemAnswer(problem));
}
