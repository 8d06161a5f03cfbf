using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Focusflow.Tests.Architecture;

/// <summary>
/// The types that a compiled type mentions: in what it is made of, in its members and their bodies, in attributes. Names of
/// constants are not among them; the compiler leaves only their values.
/// </summary>
internal static class Mentions
{
    public static IEnumerable<TypeReference> In(TypeDefinition type) =>
        Declared(type).OfType<TypeReference>().SelectMany(Parts);

    /// <summary>The namespace of a type; a nested one lives where the outermost does.</summary>
    public static string NamespaceOf(TypeReference type) => type.DeclaringType is { } outer ? NamespaceOf(outer) : type.Namespace;

    private static IEnumerable<TypeReference?> Declared(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(one => one.InterfaceType),
        .. Constraints(type),
        .. Attributes(type),
        .. type.Fields.SelectMany(field => Attributes(field).Append(field.FieldType)),
        .. type.Properties.SelectMany(property => Attributes(property).Append(property.PropertyType)),
        .. type.Events.SelectMany(one => Attributes(one).Append(one.EventType)),
        .. type.Methods.SelectMany(method => (IEnumerable<TypeReference?>)[.. Signature(method), .. Constraints(method), .. Attributes(method), .. Body(method)]),
        .. type.Methods.SelectMany(method => method.Parameters).SelectMany(Attributes),
    ];

    private static IEnumerable<TypeReference> Signature(IMethodSignature method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);

    private static IEnumerable<TypeReference> Constraints(IGenericParameterProvider generic) =>
        generic.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider provider) =>
        provider.CustomAttributes.SelectMany(attribute => attribute.ConstructorArguments
            .Concat(attribute.Properties.Concat(attribute.Fields).Select(named => named.Argument))
            .SelectMany(Values).Append(attribute.AttributeType));

    private static IEnumerable<TypeReference> Values(CustomAttributeArgument argument) => argument.Value switch
    {
        TypeReference type => [type],
        CustomAttributeArgument inner => Values(inner),
        CustomAttributeArgument[] several => several.SelectMany(Values),
        _ => [argument.Type],
    };

    private static IEnumerable<TypeReference?> Body(MethodDefinition method) => method.HasBody
        ? method.Body.Variables.Select(variable => variable.VariableType)
            .Concat(method.Body.ExceptionHandlers.Select(handler => handler.CatchType))
            .Concat(method.Body.Instructions.SelectMany(Operand))
        : [];

    private static IEnumerable<TypeReference?> Operand(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [.. method.GenericArguments, method.DeclaringType, .. Signature(method)],
        MethodReference method => [method.DeclaringType, .. Signature(method)],
        _ => [],
    };

    // A list of X mentions the list and X; an array of X mentions X.
    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification whole => Parts(whole.ElementType),
        _ => [type],
    };
}
