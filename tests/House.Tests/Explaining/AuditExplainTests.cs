using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Haechi.House.Tests.Support;

namespace Haechi.House.Tests.Explaining;

/// <summary><c>haechi audit explain</c> on files of an invented town, and on a model behind an address.</summary>
public sealed class AuditExplainTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-explain-").FullName;

    public AuditExplainTests()
    {
        Write("model.json", """{"linear": {"intercept": -1, "link": "logistic", "coefficients": {"income": -0.01, "training": 0.5, "sex": 0.4}}}""");
        Write("people.csv", "id,income,training,sex,given\nP1,150,0,여,0\nP2,80,3,남,1\nP3,120,1,여,0\nP4,60,4,남,1\n");
        Write("labels.json", """
            {"features": {"income": {"ko": "월 소득", "en": "monthly income", "unit": {"ko": "만 원", "en": "thousand won"}}, "training": {"ko": "교육 횟수", "en": "the number of trainings"},
             "sex": {"ko": "성별", "en": "sex", "values": {"0": {"ko": "여", "en": "female"}, "1": {"ko": "남", "en": "male"}}}}, "answers": [{"ko": "선정 가능성", "en": "the chance of selection"}]}
            """);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void One_persons_reasons_are_told_in_Korean_and_English()
    {
        var (code, ko, _) = Run("--row", "1", "--labels", "labels.json", "--lang", "ko");
        Assert.Equal(Exit.Fine, code);
        Assert.Contains("선정 가능성은 0.0759입니다.", ko, StringComparison.Ordinal);
        Assert.Contains("1. 교육 횟수가 0인 점이 선정 가능성을 낮추었습니다 (-1, ", ko, StringComparison.Ordinal);
        Assert.Contains("월 소득이 150 만 원인 점이 선정 가능성을 낮추었습니다 (-0.475, ", ko, StringComparison.Ordinal);
        var en = Run("--row", "1", "--labels", "labels.json", "--lang", "en").Out;
        Assert.Contains("That sex is female lowered the chance of selection (-0.2, ", en, StringComparison.Ordinal);
        Assert.Contains("does not say what caused anything", en, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_within_the_bounds_is_found_and_its_absence_is_a_finding()
    {
        var (code, found, _) = Run("--row", "1", "--labels", "labels.json", "--actionable", "training:up:0..10,income:down:50..", "--lang", "en");
        Assert.Equal(Exit.Fine, code);
        Assert.Contains("If the number of trainings went from 0 to 10, the chance of selection would be 0.9241.", found, StringComparison.Ordinal);
        var (none, text, _) = Run("--row", "1", "--labels", "labels.json", "--actionable", "training:up:0..1", "--lang", "en");
        Assert.Equal(Exit.Findings, none);
        Assert.Contains("None was found", text, StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_adds_up_and_names_the_model()
    {
        var json = JsonDocument.Parse(Run("--labels", "labels.json", "--format", "json").Out).RootElement;
        Assert.Equal(64, json.GetProperty("model").GetProperty("sha256").GetString()!.Length);
        Assert.Equal(4, json.GetProperty("rows").GetArrayLength());
        foreach (var row in json.GetProperty("rows").EnumerateArray())
        {
            var sum = row.GetProperty("base").GetDouble() + row.GetProperty("parts").EnumerateObject().Sum(p => p.Value.GetDouble());
            Assert.Equal(row.GetProperty("sum").GetDouble(), sum, 1e-12);
            Assert.Equal(row.GetProperty("answer").GetDouble(), 1 / (1 + Math.Exp(-sum)), 1e-12);
        }
    }

    [Fact]
    public void The_page_is_whole_without_anything_from_elsewhere_and_what_is_written_in_files_stays_text()
    {
        Write("labels.json", """{"features": {"income": {"ko": "<script>alert(1)</script>", "en": "<b>x</b>"}, "sex": {"ko": "성별", "en": "sex", "sensitive": true, "values": {"0": "여", "1": "남"}}}}""");
        var (code, page, _) = Run("--row", "1", "--labels", "labels.json", "--format", "html", "--lang", "ko");
        Assert.Equal(Exit.Findings, code);
        var document = new HtmlParser().ParseDocument(page);
        Assert.Empty(document.QuerySelectorAll("script, link, img, b"));
        Assert.Equal("ko", document.DocumentElement.GetAttribute("lang"));
        Assert.Equal(3, document.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("민감한 특성", document.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_behind_an_address_is_asked_and_explained_by_every_set_of_features()
    {
        using var server = new Asked();
        var (code, text, error) = RunOn(server.Address, "--row", "1", "--labels", "labels.json", "--except", "id", "--except", "given", "--format", "json");
        Assert.True(code == Exit.Fine, error);
        var json = JsonDocument.Parse(text).RootElement;
        Assert.Equal("exact", json.GetProperty("method").GetString());
        var row = json.GetProperty("rows")[0];
        // income 150 against the mean 102.5, weight 2; the other features have no weight there.
        Assert.Equal(95, row.GetProperty("parts").GetProperty("income").GetDouble(), 1e-9);
        Assert.Equal(0, row.GetProperty("parts").GetProperty("sex").GetDouble(), 1e-9);
        server.Status = 500;
        var (failed, _, told) = RunOn(server.Address, "--row", "1", "--labels", "labels.json", "--except", "id", "--lang", "en");
        Assert.Equal(Exit.WrongUse, failed);
        Assert.Contains("answered HTTP 500", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no row 9", "--row", "9")]
    [InlineData("goes with --row", "--actionable", "training")]
    [InlineData("no feature 'age'", "--row", "1", "--actionable", "age")]
    [InlineData("has no trees", "--method", "tree")]
    [InlineData("no column 'x'", "--target", "x")]
    [InlineData("no feature 'x'", "--effect", "x")]
    [InlineData("counted from 0", "--answer", "3")]
    public void Wrong_use_is_told_with_what_to_do(string told, params string[] options)
    {
        var (code, _, error) = Run([.. options, "--labels", "labels.json", "--lang", "en"]);
        Assert.Equal(Exit.WrongUse, code);
        Assert.Contains(told, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Importance_and_curves_are_tables_too()
    {
        var (code, text, _) = Run("--target", "given", "--labels", "labels.json", "--lang", "en");
        Assert.Equal(Exit.Fine, code);
        Assert.Contains("log loss", text, StringComparison.Ordinal);
        Assert.Contains("monthly income", Run("--effect", "income", "--labels", "labels.json", "--lang", "en").Out, StringComparison.Ordinal);
        Assert.Contains("method: pdp", Run("--effect", "income", "--curve", "pdp", "--labels", "labels.json", "--lang", "en").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_no_label_turns_into_numbers_are_refused_with_their_place()
    {
        var (code, _, error) = Run("--row", "1", "--lang", "en");
        Assert.Equal(Exit.WrongUse, code);
        Assert.Contains("people.csv:2 sex", error, StringComparison.Ordinal);
    }

    private (int Code, string Out, string Error) Run(params string[] options) => RunOn(Path.Combine(_folder, "model.json"), options);

    private (int Code, string Out, string Error) RunOn(string model, params string[] options) =>
        Command.Run(["audit", "explain", "--model", model, "--data", Path.Combine(_folder, "people.csv"), .. options.Select(o => o == "labels.json" ? Path.Combine(_folder, o) : o)]);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    /// <summary>A model on this machine: twice the income.</summary>
    private sealed class Asked : IDisposable
    {
        private readonly HttpListener _listener = new();

        public Asked()
        {
            using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            }
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = Task.Run(Serve);
        }

        public string Address { get; }

        public int Status { get; set; } = 200;

        public void Dispose() => _listener.Close();

        private async Task Serve()
        {
            while (_listener.IsListening)
            {
                var context = await _listener.GetContextAsync();
                var body = await JsonDocument.ParseAsync(context.Request.InputStream);
                var income = body.RootElement.GetProperty("features").EnumerateArray().Select(f => f.GetString()).ToList().IndexOf("income");
                var answers = body.RootElement.GetProperty("rows").EnumerateArray().Select(r => (2 * r[income].GetDouble()).ToString("R", CultureInfo.InvariantCulture));
                context.Response.StatusCode = Status;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($"{{\"answers\":[{string.Join(',', answers)}]}}"));
                context.Response.Close();
            }
        }
    }
}
