using Focusflow.Core.Foundation.Settings;
using Microsoft.Extensions.Hosting;

namespace Focusflow.Functions.Foundation.Settings;

/// <summary>Reads settings that hold a key.</summary>
internal static class SecretKey
{
    private const int MinBytes = 32;

    // The keys of local.settings.sample.json, which everybody knows.
    private static readonly string[] Samples =
    [
        "Rm9jdXNmbG93IGRldmVsb3BtZW50IGtleSwgbmV2ZXIgZm9yIHByb2R1Y3Rpb24=",
        "Rm9jdXNmbG93IGRldmVsb3BtZW50IHB1c2gga2V5LCBuZXZlciBmb3IgcHJvZHVjdGlvbg==",
    ];

    /// <summary>The bytes of a key; throws a sentence that names the setting. Outside Development it must be one that nobody can guess.</summary>
    /// <param name="setting">The setting's name.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="environment">Where the app runs.</param>
    public static byte[] Read(string setting, string? text, IHostEnvironment environment)
    {
        var key = new byte[text?.Length ?? 0];
        if (!Convert.TryFromBase64String(text ?? "", key, out var length) || length < MinBytes)
            throw new WrongSettingException($"The setting {setting} must be base64 of at least {MinBytes} random bytes.");
        key = key[..length];
        if (environment.IsDevelopment())
            return key;
        if (Array.Exists(Samples, sample => key.AsSpan().SequenceEqual(Convert.FromBase64String(sample))))
            throw new WrongSettingException($"The setting {setting} is the sample's, which everybody knows. Make one of your own.");
        return KeyStrength.BitsOf(key) >= KeyStrength.LeastBits
            ? key
            : throw new WrongSettingException($"The setting {setting} can be guessed. Make one by chance, such as by openssl rand -base64 48.");
    }
}
