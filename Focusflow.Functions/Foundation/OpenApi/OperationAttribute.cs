namespace Focusflow.Functions.Foundation.OpenApi;

/// <summary>Describes an HTTP function for the API's description; what the code itself tells is not repeated here.</summary>
/// <param name="summary">What it does, in a few words.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OperationAttribute(string summary) : Attribute
{
    /// <summary>What it does, in a few words.</summary>
    public string Summary { get; } = summary;

    /// <summary>What a reader has to know besides, or null.</summary>
    public string? Description { get; set; }

    /// <summary>The group it is listed in; the function class's own name without <c>Functions</c> when not given.</summary>
    public string? Tag { get; set; }

    /// <summary>The type whose static method <see cref="BodyReader"/> reads the body; null when there is none.</summary>
    public Type? Body { get; set; }

    /// <summary>The method that reads the body: its first parameters are the JSON object and, if wanted, the user's calendar.</summary>
    public string BodyReader { get; set; } = "Read";

    /// <summary>The media types of a body that is a file, with a form among them that holds it as <c>file</c>; none when it is JSON or there is none.</summary>
    public string[] BodyTypes { get; set; } = [];

    /// <summary>The type of a successful answer; null for an empty one.</summary>
    public Type? Answer { get; set; }

    /// <summary>The media type of a successful answer, or several with commas.</summary>
    public string AnswerType { get; set; } = "application/json";

    /// <summary>The status of a successful answer.</summary>
    public int Status { get; set; } = 200;

    /// <summary>Whether the answer may also be <c>null</c>.</summary>
    public bool NullAnswer { get; set; }

    /// <summary>Whether it is a list that is read page by page (<c>limit</c>, <c>cursor</c>, <c>Link</c>).</summary>
    public bool Paged { get; set; }

    /// <summary>How many items a list has at most when it is asked for without <c>limit</c> and <c>cursor</c>; 0 for a page as usual.</summary>
    public int WholeUpTo { get; set; }

    /// <summary>What it is an earlier name of, such as <c>PUT /users/onboarding/complete</c>; it is described as deprecated.</summary>
    public string? EarlierNameOf { get; set; }

    /// <summary>Whether the body may be left out.</summary>
    public bool BodyOptional { get; set; }

    /// <summary>
    /// Whether the answer carries a version (<c>ETag</c>). Then a GET knows <c>If-None-Match</c>, and PUT, PATCH and DELETE
    /// know <c>If-Match</c>.
    /// </summary>
    public bool Versioned { get; set; }

    /// <summary>Problems besides those that the kind of request brings with it.</summary>
    public int[] Problems { get; set; } = [];
}

/// <summary>Describes a parameter of the query.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it asks for.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class QueryAttribute(string name, string description) : Attribute
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>What it asks for.</summary>
    public string Description { get; } = description;

    /// <summary>The JSON type.</summary>
    public string Type { get; set; } = "string";

    /// <summary>A format of JSON Schema, such as <c>date</c>.</summary>
    public string? Format { get; set; }

    /// <summary>The words allowed, when only some are.</summary>
    public string[] Choices { get; set; } = [];

    /// <summary>A regular expression that it matches.</summary>
    public string? Pattern { get; set; }

    /// <summary>The least number.</summary>
    public int Minimum { get; set; }

    /// <summary>The greatest number; 0 for any.</summary>
    public int Maximum { get; set; }

    /// <summary>Whether it must be given.</summary>
    public bool Required { get; set; }

    /// <summary>Whether several may be given, separated by commas.</summary>
    public bool Several { get; set; }
}

/// <summary>Describes a header of the request that only this function reads.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it asks for.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequestHeaderAttribute(string name, string description) : Attribute
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>What it asks for.</summary>
    public string Description { get; } = description;
}

/// <summary>An example for the description: a body as sent or an answer.</summary>
/// <param name="json">JSON.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BodyExampleAttribute(string json) : Attribute
{
    /// <summary>JSON.</summary>
    public string Json { get; } = json;
}
