using System.Net;
using System.Net.Mail;
using System.Text;

namespace Haechi.Tower.Duties;

/// <summary>Where mail goes out; the setting <c>mail</c>. Without it no mail is sent.</summary>
/// <param name="Host">The SMTP server.</param>
/// <param name="Port">Its port.</param>
/// <param name="From">The sender's address.</param>
/// <param name="Tls">True to ask for STARTTLS.</param>
/// <param name="User">The account at the server, or null.</param>
/// <param name="PasswordVariable">The name of the environment variable that holds its password; the password itself is never stored.</param>
/// <param name="Address">The address of this tower for links in mail, or null.</param>
public sealed record MailSettings(string Host, int Port, string From, bool Tls = true, string? User = null, string? PasswordVariable = null, string? Address = null)
{
    internal const string Key = "mail";
}

/// <summary>A message ready to send.</summary>
public sealed record Letter(string To, string Subject, string Body);

/// <summary>Sends one message.</summary>
public interface IPost
{
    /// <summary>Sends it, or throws what went wrong.</summary>
    public Task Send(MailSettings settings, Letter letter, CancellationToken stop);
}

internal sealed class SmtpPost : IPost
{
    public async Task Send(MailSettings settings, Letter letter, CancellationToken stop)
    {
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.Tls, Timeout = 30_000 };
        if (settings.User is { } user)
        {
            client.Credentials = new NetworkCredential(user, settings.PasswordVariable is { } name ? Environment.GetEnvironmentVariable(name) : null);
        }
        using var message = new MailMessage(settings.From, letter.To, letter.Subject, letter.Body)
        {
            SubjectEncoding = Encoding.UTF8, BodyEncoding = Encoding.UTF8, BodyTransferEncoding = System.Net.Mime.TransferEncoding.Base64,
        };
        await client.SendMailAsync(message, stop);
    }
}
