using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;

namespace Focusflow.LocalRuntime.Foundation.Functions;

/// <summary>A function as middleware sees it.</summary>
internal sealed class LocalFunctionDefinition(Function function) : FunctionDefinition
{
    /// <inheritdoc/>
    public override string Id { get; } = function.Name;

    /// <inheritdoc/>
    public override string Name => function.Name;

    /// <inheritdoc/>
    public override string EntryPoint { get; } = function.EntryPoint;

    /// <inheritdoc/>
    public override string PathToAssembly => function.Owner.Assembly.Location;

    /// <inheritdoc/>
    public override ImmutableArray<FunctionParameter> Parameters { get; } =
        [.. function.Parameters.Select(parameter => new FunctionParameter(parameter.Name, parameter.Info.ParameterType))];

    /// <inheritdoc/>
    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } = function.Parameters
        .Select(parameter => (parameter.Name, Type: BindingType(function.Trigger, parameter.Source)))
        .Where(binding => binding.Type is not null)
        .ToImmutableDictionary(binding => binding.Name, BindingMetadata (binding) => new Binding(binding.Name, binding.Type!));

    /// <inheritdoc/>
    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

    private static string? BindingType(Trigger trigger, ParameterSource source) => source switch
    {
        ParameterSource.Request or ParameterSource.Timer or ParameterSource.Orchestration or ParameterSource.ActivityInput => trigger.Type,
        ParameterSource.DurableClient => ParameterReader.DurableClient,
        _ => null,
    };

    private sealed class Binding(string name, string type) : BindingMetadata
    {
        public override string Name => name;

        public override string Type => type;

        public override BindingDirection Direction => BindingDirection.In;
    }
}
