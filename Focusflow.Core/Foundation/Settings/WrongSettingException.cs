namespace Focusflow.Core.Foundation.Settings;

/// <summary>A setting that the app does not start with. The operator's to mend, so a host may show the sentence without a stack trace.</summary>
/// <param name="message">A sentence that names the setting.</param>
public sealed class WrongSettingException(string message) : InvalidOperationException(message);
