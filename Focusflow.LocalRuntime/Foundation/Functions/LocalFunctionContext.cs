using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using RetryContext = Microsoft.Azure.Functions.Worker.RetryContext;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>One invocation of a function in this host. Whatever is rarely asked for is made when it is.</summary>
internal sealed class LocalFunctionContext(FunctionHost host, RunnableFunction function, string invocationId, object trigger, CancellationToken cancellation)
    : FunctionContext, IAsyncDisposable
{
    private AsyncServiceScope? scope;
    private CancellationToken? passedOn;

    /// <summary>What the function is part of.</summary>
    public FunctionHost Host => host;

    /// <summary>The function.</summary>
    public RunnableFunction Function => function;

    /// <summary>What started it: the HttpContext, TimerInfo, OrchestrationTurn or ActivityInvocation.</summary>
    public object Trigger => trigger;

    /// <summary>The request that started it; throws when none did.</summary>
    public HttpRequest Request => ((HttpContext)trigger).Request;

    /// <summary>The client of the durable engine.</summary>
    public DurableTaskClient DurableClient => host.DurableClient(Writes ??= new PendingWrites());

    /// <summary>What the function has not waited for; null when it has no client of the durable engine.</summary>
    public PendingWrites? Writes { get; private set; }

    /// <summary>The body as its type, read before the function is called.</summary>
    public object? Body { get; set; }

    /// <summary>What an orchestrator's code is given; null for every other function.</summary>
    public TaskOrchestrationContext? Orchestration { get; set; }

    /// <summary>What the invocation gives back.</summary>
    public object? Result { get; set; }

    /// <inheritdoc/>
    public override string InvocationId => invocationId;

    /// <inheritdoc/>
    public override string FunctionId => function.Definition.Id;

    /// <inheritdoc/>
    public override TraceContext TraceContext => field ??= LocalTraceContext.Current(trigger as HttpContext);

    /// <inheritdoc/>
    public override BindingContext BindingContext => field ??= new LocalBindingContext(trigger as HttpContext);

    /// <inheritdoc/>
    public override RetryContext RetryContext => null!; // as the worker does for functions without a retry policy

    /// <inheritdoc/>
    public override IServiceProvider InstanceServices
    {
        get => field ??= trigger is HttpContext http ? http.RequestServices : (scope = host.Services.CreateAsyncScope()).Value.ServiceProvider;
        set;
    }

    /// <inheritdoc/>
    public override FunctionDefinition FunctionDefinition => function.Definition;

    /// <inheritdoc/>
    public override IDictionary<object, object> Items { get => field ??= NewItems(); set; }

    /// <inheritdoc/>
    public override IInvocationFeatures Features => field ??= new LocalInvocationFeatures(this);

    /// <inheritdoc/>
    public override CancellationToken CancellationToken => passedOn ?? (trigger is HttpContext http ? http.RequestAborted : cancellation);

    /// <summary>
    /// The context that this host made. Middleware may pass on one of its own that has the same features; its token is then the one
    /// that the function gets, as in the worker.
    /// </summary>
    public static LocalFunctionContext Of(FunctionContext context)
    {
        if (context is LocalFunctionContext local)
            return local;
        var inner = context.Features.Get<LocalFunctionContext>()
            ?? throw new InvalidOperationException("The context has not the features of one that this host made.");
        inner.passedOn = context.CancellationToken;
        return inner;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => scope?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Dictionary<object, object> NewItems() => trigger is HttpContext http ? new() { [InvocationBindings.HttpContextItem] = http } : [];

    private sealed class LocalTraceContext(string parent, string state) : TraceContext
    {
        public override string TraceParent => parent;

        public override string TraceState => state;

        // An activity without a source is one that the web server made for its log. Nobody exports it, so nothing may hang from it.
        public static LocalTraceContext Current(HttpContext? http) =>
            Activity.Current is { Id: { } id, Source.Name.Length: > 0 } activity
                ? new(id, activity.TraceStateString ?? "")
                : new(http?.Request.Headers.TraceParent.ToString() ?? "", http?.Request.Headers.TraceState.ToString() ?? "");
    }
}
