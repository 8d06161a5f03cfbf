using System.Security.Cryptography;
using System.Text;
using Focusflow.LocalRuntime.Foundation.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Focusflow.LocalRuntime.Features.Http;

/// <summary>The keys that callers send as <c>x-functions-key</c> or <c>?code=</c>.</summary>
internal sealed class FunctionKeys(IConfiguration settings, HostSecrets secrets)
{
    /// <summary>Opens functions of level Function; <c>Host:FunctionKey</c> or a generated one.</summary>
    public string FunctionKey { get; } = settings["Host:FunctionKey"] is { Length: > 0 } key ? key : secrets.FunctionKey;

    /// <summary>Opens everything; <c>Host:MasterKey</c> or a generated one.</summary>
    public string MasterKey { get; } = settings["Host:MasterKey"] is { Length: > 0 } key ? key : secrets.MasterKey;

    /// <summary>Opens the durable endpoints; <c>Host:ExtensionKey</c> or a generated one.</summary>
    public string ExtensionKey { get; } = settings["Host:ExtensionKey"] is { Length: > 0 } key ? key : secrets.ExtensionKey;

    /// <summary>Whether a request carries a key of at least a level.</summary>
    public bool Allow(AuthorizationLevel level, HttpRequest request)
    {
        string? sent = request.Headers["x-functions-key"];
        if (string.IsNullOrEmpty(sent))
            sent = request.Query["code"];
        return !string.IsNullOrEmpty(sent) && level switch
        {
            AuthorizationLevel.Anonymous => true,
            AuthorizationLevel.Function => Same(sent, FunctionKey) | Same(sent, MasterKey),
            AuthorizationLevel.System => Same(sent, ExtensionKey) | Same(sent, MasterKey),
            _ => Same(sent, MasterKey),
        };
    }

    /// <summary>Compares in a time that says nothing of where texts differ, nor of how long the key is.</summary>
    private static bool Same(string sent, string key) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(sent)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
