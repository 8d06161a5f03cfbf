using System.Reflection;

namespace Focusflow.Core.Foundation.Output;

/// <summary>
/// A property of an answer whose value opens something: a token, a signing secret, an address that is a key. An answer that has one
/// is never compressed, for its length would tell of it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConfidentialAttribute : Attribute
{
    /// <summary>Whether answers of a type have such a property, themselves or further down.</summary>
    public static bool IsIn(Type answer) => IsIn(answer, []);

    private static bool IsIn(Type type, HashSet<Type> seen)
    {
        if (type.IsArray || type.IsGenericType)
            return (type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments()).Any(inner => IsIn(inner, seen));
        return type.Namespace?.StartsWith("Focusflow.", StringComparison.Ordinal) == true
            && seen.Add(type)
            && type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Any(property => property.IsDefined(typeof(ConfidentialAttribute)) || IsIn(property.PropertyType, seen));
    }
}
