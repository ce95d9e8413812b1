using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Haechi.Audit;
using Haechi.Audit.Explaining;

namespace Haechi.Verbs;

/// <summary>
/// A model behind an address. It is sent <c>{"features": [names], "rows": [[numbers or null], …]}</c> and answers <c>{"answers": [numbers]}</c>, or one list of numbers for each row.
/// A bearer token is taken from HAECHI_MODEL_TOKEN, never from the command line. Redirects are not followed: rows go to the address that was given and nowhere else.
/// </summary>
internal sealed class HttpModel : IModel, IDisposable
{
    private const int MostRows = 2000;
    private const int LargestAnswer = 64 << 20;
    private readonly HttpClient _client;
    private readonly Uri _address;

    public HttpModel(Uri address, IReadOnlyList<string> features, string? token, HttpMessageHandler? handler = null)
    {
        (_address, Features) = (address, features);
        _client = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(60), MaxResponseContentBufferSize = LargestAnswer };
        if (!string.IsNullOrEmpty(token))
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public IReadOnlyList<string> Features { get; }

    /// <summary>Known after the first answer.</summary>
    public int Outputs { get; private set; } = 1;

    /// <summary>Rows that were sent.</summary>
    public long Asked { get; private set; }

    public double[] Predict(FeatureMatrix rows)
    {
        var answers = new List<double>(rows.Rows);
        for (var from = 0; from < rows.Rows; from += MostRows)
        {
            answers.AddRange(Ask(rows, from, Math.Min(rows.Rows, from + MostRows)));
        }
        return [.. answers];
    }

    public void Dispose() => _client.Dispose();

    private double[] Ask(FeatureMatrix rows, int from, int to)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new StringContent(Body(rows, from, to), Encoding.UTF8, "application/json") };
        try
        {
            using var response = _client.Send(request);
            if (!response.IsSuccessStatusCode)
            {
                throw Failed($"HTTP {(int)response.StatusCode}로 답했습니다.", $"answered HTTP {(int)response.StatusCode}");
            }
            using var stream = response.Content.ReadAsStream();
            using var document = JsonDocument.Parse(stream);
            Asked += to - from;
            return Answers(document.RootElement, to - from);
        }
        catch (HttpRequestException fault)
        {
            throw Failed($"닿지 못했습니다: {fault.Message}", $"could not be reached: {fault.Message}");
        }
        catch (TaskCanceledException)
        {
            throw Failed("60초 안에 답하지 않았습니다.", "did not answer within 60 seconds");
        }
        catch (JsonException)
        {
            throw Failed("JSON으로 답하지 않았습니다.", "did not answer in JSON");
        }
    }

    private static string Body(FeatureMatrix rows, int from, int to)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("features");
            foreach (var feature in rows.Features)
            {
                json.WriteStringValue(feature);
            }
            json.WriteEndArray();
            json.WriteStartArray("rows");
            for (var row = from; row < to; row++)
            {
                json.WriteStartArray();
                foreach (var value in rows.Row(row))
                {
                    if (double.IsNaN(value))
                    {
                        json.WriteNullValue();
                    }
                    else
                    {
                        json.WriteNumberValue(value);
                    }
                }
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private double[] Answers(JsonElement root, int rows)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("answers", out var answers) || answers.ValueKind != JsonValueKind.Array || answers.GetArrayLength() != rows)
        {
            throw Failed($"'answers'에 {rows}행의 답이 없습니다.", $"has no 'answers' for {rows} rows");
        }
        var numbers = new List<double>();
        foreach (var answer in answers.EnumerateArray())
        {
            numbers.AddRange(answer.ValueKind == JsonValueKind.Array ? answer.EnumerateArray().Select(Number) : [Number(answer)]);
        }
        var outputs = numbers.Count / rows;
        if (outputs == 0 || numbers.Count % rows != 0 || (Asked > rows && outputs != Outputs))
        {
            throw Failed("행마다 같은 수의 답을 주지 않았습니다.", "did not give every row the same number of answers");
        }
        Outputs = outputs;
        return [.. numbers];
    }

    private double Number(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Number && answer.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Failed("유한한 수가 아닌 답이 있습니다.", "gave an answer that is not a finite number");

    private ModelUnavailableException Failed(string ko, string en) => new(new ModelProblem("model-unavailable", _address.GetLeftPart(UriPartial.Path), new LocalText(ko, en)));
}
