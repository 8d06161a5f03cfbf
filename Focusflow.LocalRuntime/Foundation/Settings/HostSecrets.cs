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
internal sealed record HostSecrets(string SigningKey, string FunctionKey, string MasterKey, string ExtensionKey)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static HostSecrets ReadOrMake(string folder)
    {
        var path = Path.Combine(folder, "secrets.json");
        if (!File.Exists(path))
            Write(path, new HostSecrets(Convert.ToBase64String(Random()), Key(), Key(), Key()));
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), SecretsJson.Default.HostSecrets) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new StartRefusedException($"{path} is damaged. Delete it to have new keys made; tokens given out before end with it.");
        }
    }

    private static void Write(string path, HostSecrets secrets)
    {
        // Written beside and moved, so that a crash leaves either no file or a whole one.
        var draft = path + ".new";
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(draft, how))
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
