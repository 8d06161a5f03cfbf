using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Focusflow.Tests.LocalRuntime;

/// <summary>Writes what a type lets others see, a line per member, as the lists of Microsoft's public surface do.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>The lines of a type.</summary>
    public static IEnumerable<string> Of(Type type)
    {
        var name = SurfaceNames.Declared(type);
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return [$"{name} :: public delegate {Returns(invoke)} ({Parameters(invoke)})"];
        }

        return type.IsEnum ? [$"{name} :: public enum", .. Values(type, name)] : [$"{name} :: public {Kind(type)}{Bases(type)}{Usage(type)}", .. Members(type, name)];
    }

    private static IEnumerable<string> Values(Type type, string name) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => $"{name}.{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}{(Obsolete(field) is { Length: > 0 } mark ? $" {mark}" : "")}");

    private static string Kind(Type type)
    {
        if (type.IsInterface)
            return "interface";
        if (type.IsValueType)
            return "struct";
        var kind = type.GetMethod("<Clone>$") is null ? "class" : "record";
        return (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => $"static {kind}",
            (true, false) => $"abstract {kind}",
            (false, true) => $"sealed {kind}",
            _ => kind,
        };
    }

    private static string Bases(Type type)
    {
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var bases = type.GetInterfaces()
            .Where(implemented => implemented.IsVisible && !inherited.Contains(implemented))
            .Select(SurfaceNames.Of)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
            bases.Insert(0, SurfaceNames.Of(parent));
        return bases.Count == 0 ? "" : $" : {string.Join(", ", bases)}";
    }

    private static string Usage(Type type)
    {
        if (type.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType == typeof(AttributeUsageAttribute)) is not { } usage)
            return "";
        var named = usage.NamedArguments.Select(argument => $", {argument.MemberName}={argument.TypedValue.Value}");
        return $" [AttributeUsage((AttributeTargets){usage.ConstructorArguments[0].Value}{string.Concat(named)})]";
    }

    private static IEnumerable<string> Members(Type type, string name)
    {
        foreach (var constructor in type.GetConstructors(Declared).Where(constructor => IsSeen(constructor) && !constructor.IsStatic))
            yield return $"{name}..ctor({Parameters(constructor)}) :: {Access(constructor)}";

        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly))
        {
            var modifiers = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
            var constant = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue(), field.FieldType)}" : "";
            yield return $"{name}.{field.Name} :: {(field.IsPublic ? "public" : "protected")} {modifiers}{SurfaceNames.Of(field.FieldType, Nullability.Create(field))}{constant}";
        }

        foreach (var property in type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsSeen)))
        {
            var accessors = property.GetAccessors(nonPublic: true).Where(IsSeen).ToArray();
            var parts = accessors.OrderBy(accessor => accessor != property.GetMethod).Select(accessor =>
                accessor == property.GetMethod ? "get;" : IsInit(accessor) ? "init;" : "set;");
            yield return $"{name}.{property.Name} {{ {string.Join(' ', parts)} }} :: {Obsolete(property)}{Access(accessors[0])}{Modifiers(type, accessors[0])} "
                + SurfaceNames.Of(property.PropertyType, Nullability.Create(property));
        }

        foreach (var method in type.GetMethods(Declared).Where(method => IsSeen(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))))
        {
            if (method.Name == "<Clone>$")
                continue;
            var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
            yield return $"{name}.{method.Name}{generic}({Parameters(method)}) :: {Obsolete(method)}{Access(method)}{Modifiers(type, method)} {Returns(method)}{Constraints(method)}";
        }
    }

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) => method.IsPublic ? "public" : "protected";

    private static bool IsInit(MethodInfo accessor) => accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Modifiers(Type type, MethodInfo method)
    {
        if (type.IsInterface)
            return "";
        if (method.IsStatic)
            return " static";
        if (method.IsAbstract)
            return " abstract";
        if (method.GetBaseDefinition() != method)
            return method.IsFinal ? " sealed override" : " override";
        return method is { IsVirtual: true, IsFinal: false } ? " virtual" : "";
    }

    private static string Returns(MethodInfo method) => SurfaceNames.Of(method.ReturnType, Nullability.Create(method.ReturnParameter));

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select((parameter, i) =>
    {
        var type = parameter.ParameterType;
        var how = i == 0 && method.IsDefined(typeof(ExtensionAttribute)) ? "this "
            : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : parameter.IsOut ? "out " : type.IsByRef ? "ref " : "";
        var text = type.IsByRef ? SurfaceNames.Of(type.GetElementType()!) : SurfaceNames.Of(type, Nullability.Create(parameter));
        return $"{how}{text} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue, type)}" : "")}";
    }));

    private static string Literal(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Constraints(MethodInfo method) => string.Concat(
        method.IsGenericMethod
            ? method.GetGenericArguments().Select(argument =>
            {
                var isClass = argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint);
                string[] parts = [.. isClass ? ["class"] : Array.Empty<string>(), .. argument.GetGenericParameterConstraints().Select(SurfaceNames.Of)];
                return parts.Length == 0 ? "" : $" where {argument.Name} : {string.Join(", ", parts)}";
            })
            : []);

    private static string Obsolete(MemberInfo member)
    {
        if (member.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType == typeof(ObsoleteAttribute)) is not { } mark)
            return "";
        var arguments = mark.ConstructorArguments.Select(argument => argument.Value is string text ? $"\"{text}\"" : $"{argument.Value}");
        return $"[Obsolete({string.Join(", ", arguments)})] ";
    }
}
