using Microsoft.Azure.Functions.Worker.Converters;

namespace Microsoft.Azure.Functions.Worker.Converters
{
    /// <summary>Names what converts the input of a parameter.</summary>
    /// <param name="converterType">The converter's type.</param>
    [AttributeUsage(
        AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Parameter,
        AllowMultiple = true)]
    public class InputConverterAttribute(Type converterType) : Attribute
    {
        /// <summary>The converter's type.</summary>
        public Type ConverterType { get; } = converterType;
    }
}

namespace Microsoft.Azure.Functions.Worker.Http
{
    /// <summary>Reads a parameter from the JSON body of the request.</summary>
    public class FromBodyAttribute : InputConverterAttribute
    {
        /// <summary>Reads the parameter from the body.</summary>
        public FromBodyAttribute()
            : base(typeof(BodyConverter))
        {
        }

        private static class BodyConverter;
    }
}
