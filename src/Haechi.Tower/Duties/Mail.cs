using System.Net;
using System.Net.Mail;
using System.Text;
using Haechi.Tower.Access;

namespace Haechi.Tower.Duties;

/// <summary>Where mail goes out; the setting <c>mail</c>. Without it no mail is sent.</summary>
/// <param name="Host">The SMTP server.</param>
/// <param name="Port">Its port.</param>
/// <param name="From">The sender's address.</param>
/// <param name="Tls">True to ask for STARTTLS.</param>
/// <param name="User">The account at the server, or null.</param>
/// <param name="PasswordVariable">The name of an environment variable that holds its password, for installations that keep none in the database; or null.</param>
/// <param name="Address">The address of this tower for links in mail, or null.</param>
public sealed record MailSettings(string Host, int Port, string From, bool Tls = true, string? User = null, string? PasswordVariable = null, string? Address = null)
{
    internal const string Key = "mail";

    /// <summary>False: reminders rest. A test message can still be sent.</summary>
    public bool On { get; init; } = true;

    /// <summary>The hour in Korea from which the reminders of a day go out.</summary>
    public int Hour { get; init; } = 8;

    /// <summary>The password as <see cref="ISecretBox"/> closed it, or null. Never shown again.</summary>
    public string? Secret { get; init; }
}

/// <summary>A message ready to send.</summary>
public sealed record Letter(string To, string Subject, string Body);

/// <summary>Sends one message.</summary>
public interface IPost
{
    /// <summary>Sends it, or throws what went wrong.</summary>
    public Task Send(MailSettings settings, Letter letter, CancellationToken stop);
}

/// <summary>What a mail server can do wrong; anything else is a fault of the program.</summary>
internal static class MailFailure
{
    public static bool Is(Exception wrong) => wrong is SmtpException or IOException or System.Net.Sockets.SocketException or FormatException or System.Security.Authentication.AuthenticationException;
}

/// <summary>The framework's own client: plain or STARTTLS. It knows no TLS from the first byte (port 465), which the page of the settings says.</summary>
internal sealed class SmtpPost(IEnumerable<ISecretBox> boxes) : IPost
{
    private const int Timeout = 30_000;

    public async Task Send(MailSettings settings, Letter letter, CancellationToken stop)
    {
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.Tls, Timeout = Timeout };
        if (settings.User is { } user)
        {
            client.Credentials = new NetworkCredential(user, Password(settings));
        }
        using var message = new MailMessage(settings.From, letter.To, letter.Subject, letter.Body)
        {
            SubjectEncoding = Encoding.UTF8, BodyEncoding = Encoding.UTF8, BodyTransferEncoding = System.Net.Mime.TransferEncoding.Base64,
        };
        // The client's own timeout counts for the synchronous call only.
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(Timeout);
        try
        {
            await client.SendMailAsync(message, late.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new SmtpException("the mail server did not answer within 30 seconds");
        }
    }

    private string? Password(MailSettings settings)
    {
        if (settings.Secret is not { } closed)
        {
            return settings.PasswordVariable is { } name ? Environment.GetEnvironmentVariable(name) : null;
        }
        return boxes.Select(b => b.Open(closed)).FirstOrDefault(p => p is not null) ?? throw new SmtpException("the stored password can no longer be opened; give it again in the settings");
    }
}
