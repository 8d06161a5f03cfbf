using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Focusflow.Core.Foundation.Output;

/// <summary>
/// A web page in one answer: HTML with its styles and scripts put in, and the policy that lets exactly these run and
/// nothing be asked of any other place.
/// </summary>
/// <param name="Html">The page in UTF-8.</param>
/// <param name="ContentSecurityPolicy">The header that goes with it; names the styles and scripts by their hashes.</param>
public sealed partial record SelfContainedPage(ReadOnlyMemory<byte> Html, string ContentSecurityPolicy)
{
    /// <summary>
    /// Makes a page from resources of an assembly: the file, and those it names in
    /// <c>&lt;link rel="stylesheet" href="..."&gt;</c> and <c>&lt;script src="..."&gt;&lt;/script&gt;</c>.
    /// </summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="name">The file.</param>
    /// <param name="framesItself">Whether the page shows other addresses of its own origin in frames.</param>
    public static SelfContainedPage Read(Assembly assembly, string name, bool framesItself = false)
    {
        List<string> styles = [], scripts = [];
        var html = StyleLink().Replace(Text(assembly, name), link => PutIn("style", Text(assembly, link.Groups["file"].Value), styles));
        html = ScriptLink().Replace(html, link => PutIn("script", Text(assembly, link.Groups["file"].Value), scripts));
        return new SelfContainedPage(
            Encoding.UTF8.GetBytes(html),
            "default-src 'none'; connect-src 'self'; img-src data:; " + (framesItself ? "frame-src 'self'; " : "")
            + $"style-src {string.Join(' ', styles)}; script-src {string.Join(' ', scripts)}; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'");
    }

    private static string PutIn(string element, string text, List<string> hashes)
    {
        var content = "\n" + text;
        hashes.Add($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'");
        return $"<{element}>{content}</{element}>";
    }

    // Browsers hash what they have parsed, and that has no carriage returns.
    private static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(
            assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no resource {name}."));
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex("""<link rel="stylesheet" href="(?<file>[a-z.-]+)">""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StyleLink();

    [GeneratedRegex("""<script src="(?<file>[a-z.-]+)"></script>""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScriptLink();
}
