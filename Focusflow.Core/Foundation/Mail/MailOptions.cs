namespace Focusflow.Core.Foundation.Mail;

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Plain at first, then TLS by STARTTLS, or not at all.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>Not at all; for a server on this machine.</summary>
    None,
}

/// <summary>The settings of mail.</summary>
public sealed record MailOptions
{
    /// <summary>The mail server; null: there is none.</summary>
    public string? Host { get; init; }

    /// <summary>Its port.</summary>
    public int Port { get; init; } = 587;

    /// <summary>How the connection is protected.</summary>
    public MailSecurity Security { get; init; }

    /// <summary>Whom to sign in as; null: nobody.</summary>
    public string? User { get; init; }

    /// <summary>The password of <see cref="User"/>.</summary>
    public string? Password { get; init; }

    /// <summary>Whom mail comes from, such as <c>Focusflow &lt;hello@example.com&gt;</c>.</summary>
    public string From { get; init; } = "Focusflow <focusflow@localhost>";

    /// <summary>How long the server may take for one mail.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where the frontend is, for links; null: mails have none.</summary>
    public Uri? FrontendUrl { get; init; }

    /// <summary>Where the API is, as people reach it, with its <c>/api</c>; for links that need no frontend. Null when that is not known.</summary>
    public Uri? ApiUrl { get; init; }

    /// <summary>A page of the frontend with parameters; null when there is no frontend.</summary>
    public Uri? FrontendPage(string path, params (string Name, string Value)[] query) => PageOf(FrontendUrl, path, query);

    /// <summary>A page of the API with parameters; null when its address is not known.</summary>
    public Uri? ApiPage(string path, params (string Name, string Value)[] query) => PageOf(ApiUrl, path, query);

    private static Uri? PageOf(Uri? site, string path, (string Name, string Value)[] query) => site is null
        ? null
        : new Uri($"{site.AbsoluteUri.TrimEnd('/')}/{path}?{string.Join('&', query.Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}"))}");
}
