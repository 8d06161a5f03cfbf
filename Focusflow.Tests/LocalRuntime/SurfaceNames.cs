using System.Reflection;

namespace Focusflow.Tests.LocalRuntime;

/// <summary>Writes types as the lists of Microsoft's public surface write them.</summary>
internal static class SurfaceNames
{
    private static readonly string[] Unqualified = ["System", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks"];

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(byte)] = "byte",
        [typeof(int)] = "int", [typeof(long)] = "long", [typeof(double)] = "double",
    };

    /// <summary>A type without nullability, such as <c>IEnumerable&lt;string&gt;</c>.</summary>
    public static string Of(Type type) => Of(type, null);

    /// <summary>A type with the nullability of a parameter, property or field.</summary>
    public static string Of(Type type, NullabilityInfo? nullability)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Of(value, nullability?.GenericTypeArguments.FirstOrDefault()) + "?";
        var mark = !type.IsValueType && IsNullable(nullability) ? "?" : "";
        if (type.IsGenericParameter)
            return type.Name + mark;
        if (type.IsArray)
            return Of(type.GetElementType()!, nullability?.ElementType) + "[]" + mark;
        return (Keywords.GetValueOrDefault(type) ?? Qualified(type) + Arguments(type, nullability)) + mark;
    }

    /// <summary>The full name of a declared type, with its type parameters.</summary>
    public static string Declared(Type type) => type.FullName!.Split('`')[0].Replace('+', '.') + Arguments(type, null);

    private static bool IsNullable(NullabilityInfo? nullability) =>
        nullability is not null
        && (nullability.ReadState == NullabilityState.Unknown ? nullability.WriteState : nullability.ReadState) == NullabilityState.Nullable;

    private static string Qualified(Type type)
    {
        var name = type.Name.Split('`')[0];
        return Unqualified.Contains(type.Namespace) ? name : $"{type.Namespace}.{name}";
    }

    private static string Arguments(Type type, NullabilityInfo? nullability) => type.IsGenericType
        ? $"<{string.Join(", ", type.GetGenericArguments().Select((argument, i) => Of(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(i))))}>"
        : "";
}
