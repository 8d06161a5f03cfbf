using Microsoft.Azure.Functions.Worker;

namespace Focusflow.Functions.Foundation.Middleware;

/// <summary>An invocation whose function is not told when its client leaves.</summary>
internal sealed class UninterruptedContext(FunctionContext context) : FunctionContext
{
    public override string InvocationId => context.InvocationId;

    public override string FunctionId => context.FunctionId;

    public override TraceContext TraceContext => context.TraceContext;

    public override BindingContext BindingContext => context.BindingContext;

    public override RetryContext RetryContext => context.RetryContext;

    public override IServiceProvider InstanceServices
    {
        get => context.InstanceServices;
        set => context.InstanceServices = value;
    }

    public override FunctionDefinition FunctionDefinition => context.FunctionDefinition;

    public override IDictionary<object, object> Items
    {
        get => context.Items;
        set => context.Items = value;
    }

    public override IInvocationFeatures Features => context.Features;

    public override CancellationToken CancellationToken => CancellationToken.None;
}
