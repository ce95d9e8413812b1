using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Haechi.House.Tests.Support;

/// <summary>An SMTP server that takes its time and counts the messages that it accepted, by receiver.</summary>
internal sealed class MailBox : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TimeSpan _pause;

    public MailBox(TimeSpan pause)
    {
        _pause = pause;
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ConcurrentDictionary<string, int> Accepted { get; } = new(StringComparer.Ordinal);

    public void Dispose() => _listener.Stop();

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _ = Serve(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var reader = new StreamReader(client.GetStream());
                await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true, NewLine = "\r\n" };
                await writer.WriteLineAsync("220 box");
                var (to, inData) = ("", false);
                while (await reader.ReadLineAsync() is { } line && line != "QUIT")
                {
                    to = line.StartsWith("RCPT TO:", StringComparison.OrdinalIgnoreCase) ? line[8..].Trim('<', '>', ' ') : to;
                    if (inData && line != ".")
                    {
                        continue;
                    }
                    if (inData)
                    {
                        Accepted.AddOrUpdate(to, 1, (_, n) => n + 1);
                        await Task.Delay(_pause);
                    }
                    inData = line == "DATA";
                    await writer.WriteLineAsync(inData ? "354 go" : "250 ok");
                }
            }
            catch (IOException)
            {
                // The sender was killed.
            }
        }
    }
}
