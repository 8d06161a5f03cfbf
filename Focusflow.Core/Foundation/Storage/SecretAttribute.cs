namespace Focusflow.Core.Foundation.Storage;

/// <summary>
/// A stored property whose value opens something, or helps to: a password's hash, the hash of a token, a signing secret. It
/// never leaves the service; an export says that it is there.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
