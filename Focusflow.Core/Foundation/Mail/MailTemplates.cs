using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fluid;

namespace Focusflow.Core.Foundation.Mail;

/// <summary>
/// Writes mails from the folder <c>mail/</c>: a template for each part (Liquid), put into a frame, and words by keys such as
/// <c>reset.title</c>. Values are escaped where they are put in.
/// </summary>
public static class MailTemplates
{
    private static readonly FluidParser Parser = new();
    private static readonly TemplateOptions Options = new();
    private static readonly ConcurrentDictionary<string, IFluidTemplate> Parsed = new(StringComparer.Ordinal);
    private static readonly Lazy<Dictionary<string, string>> Words = new(() => JsonSerializer.Deserialize<Dictionary<string, string>>(Resource("words.json"))!);

    /// <summary>All keys of words.</summary>
    public static IReadOnlyCollection<string> Keys => Words.Value.Keys;

    /// <summary>A mail.</summary>
    /// <param name="order">What it is sent for; its kind names the words.</param>
    /// <param name="to">The address.</param>
    /// <param name="template">The template, such as <c>code</c>.</param>
    /// <param name="values">What words and templates may name. Texts, numbers, flags, and lists and dictionaries of them.</param>
    /// <param name="unsubscribe">Where one click ends mail of this kind; null for what is about the account itself.</param>
    public static MailMessage Write(MailOrder order, string to, string template, IReadOnlyDictionary<string, object?> values, Uri? unsubscribe = null)
    {
        var model = new Dictionary<string, object?>(values, StringComparer.Ordinal) { ["unsubscribe"] = unsubscribe?.AbsoluteUri };
        var words = WordsOf(order.Kind, model);
        model["words"] = words;
        model["subject"] = OneLine(words["subject"]);
        return new MailMessage(
            order.Id(),
            to,
            OneLine(words["subject"]),
            Render(template, "txt", model, NullEncoder.Default),
            Render(template, "html", model, HtmlEncoder.Default))
        { Unsubscribe = unsubscribe };
    }

    private static Dictionary<string, string> WordsOf(string kind, Dictionary<string, object?> model)
    {
        var context = ContextOf(model);
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, text) in Words.Value)
        {
            var dot = key.IndexOf('.', StringComparison.Ordinal);
            if (key.AsSpan(0, dot).SequenceEqual(kind) || (key.StartsWith("all.", StringComparison.Ordinal) && !words.ContainsKey(key[(dot + 1)..])))
                words[key[(dot + 1)..]] = Parse(key, text).Render(context, NullEncoder.Default);
        }

        return words;
    }

    private static string Render(string template, string part, Dictionary<string, object?> model, TextEncoder encoder)
    {
        var content = Parse($"{template}.{part}").Render(ContextOf(model), encoder);
        var framed = ContextOf(model);
        framed.SetValue("content", new Fluid.Values.StringValue(content.Trim(), encode: false));
        return Parse($"frame.{part}").Render(framed, encoder);
    }

    private static TemplateContext ContextOf(Dictionary<string, object?> model)
    {
        var context = new TemplateContext(Options);
        foreach (var (name, value) in model)
            context.SetValue(name, value);
        return context;
    }

    // A header is one line whatever names people have.
    private static string OneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();

    private static IFluidTemplate Parse(string file) => Parsed.TryGetValue(file, out var known) ? known : Parse(file, Resource(file));

    private static IFluidTemplate Parse(string name, string text) => Parsed.GetOrAdd(
        name,
        static (name, text) => Parser.TryParse(text, out var template, out var error) ? template : throw new InvalidOperationException($"mail/{name}: {error}"),
        text);

    private static string Resource(string name)
    {
        using var reader = new StreamReader(
            typeof(MailTemplates).Assembly.GetManifestResourceStream("mail/" + name) ?? throw new InvalidOperationException($"There is no mail/{name}."));
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
