using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Focusflow.LocalRuntime.Foundation.Settings;

/// <summary>Secrets made at the first start and kept in the data folder, readable by its owner only.</summary>
/// <param name="SigningKey">32 bytes in base64; signs the app's tokens unless the app is given another key.</param>
/// <param name="FunctionKey">Opens functions of level Function.</param>
/// <param name="MasterKey">Opens everything, the admin endpoints included.</param>
/// <param name="ExtensionKey">Opens the durable endpoints.</param>
/// <param name="PushKey">As <paramref name="SigningKey"/>; what the app knows itself to push services by. Null in a file of an earlier version.</param>
internal sealed record HostSecrets(string SigningKey, string FunctionKey, string MasterKey, string ExtensionKey, string? PushKey = null)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "secrets.json";

    /// <summary>The name it has until it is whole.</summary>
    public const string DraftName = $"{FileName}.new";

    public static HostSecrets ReadOrMake(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var kept = File.Exists(path)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(path), SecretsJson.Default.HostSecrets) ?? throw new JsonException()
                : new HostSecrets(Convert.ToBase64String(Random()), Key(), Key(), Key());
            if (kept.PushKey is not null)
                return kept;
            kept = kept with { PushKey = Convert.ToBase64String(Random()) };
            Write(folder, path, kept);
            return kept;
        }
        catch (JsonException)
        {
            throw new StartRefusedException($"{path} is damaged. Delete it to have new keys made; tokens given out before end with it.");
        }
        catch (Exception error) when (FileTrouble.Is(error))
        {
            throw new StartRefusedException(FileTrouble.Describe(path, error));
        }
    }

    private static void Write(string folder, string path, HostSecrets secrets)
    {
        // Written beside and moved, so that a crash leaves either no file or a whole one.
        var draft = Path.Combine(folder, DraftName);
        using (var file = OwnerOnly.Open(draft, FileMode.Create))
            JsonSerializer.Serialize(file, secrets, SecretsJson.Default.HostSecrets);
        File.Move(draft, path, overwrite: true);
    }

    // In a form that needs no escaping in ?code=.
    private static string Key() => Base64Url.EncodeToString(Random());

    private static byte[] Random() => RandomNumberGenerator.GetBytes(32);
}

/// <summary>How the secrets are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(HostSecrets))]
internal sealed partial class SecretsJson : JsonSerializerContext;
