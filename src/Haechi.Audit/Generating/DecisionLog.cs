using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Haechi.Audit.Inference;

namespace Haechi.Audit.Generating;

/// <summary>
/// A log of benefit decisions in a fictional city, with disparities that are known because they were put in: need differs by age and ward; women who need the benefit are refused as often as
/// men; foreign residents in need are refused more often, and applicants from one ward are granted more often without need.
/// </summary>
/// <param name="seed">The same seed gives the same log.</param>
/// <param name="language">The language of columns and values, <c>ko</c> or <c>en</c>.</param>
public sealed class DecisionLog(ulong seed, string language)
{
    private static readonly (string Ko, string En, double Share)[] Sexes = [("여", "female", 0.52), ("남", "male", 0.47), ("", "", 0.01)];

    private static readonly (string Ko, string En, double Share, double Need)[] Ages = [("청년", "18-34", 0.25, 0.25), ("중년", "35-64", 0.45, 0.35), ("노년", "65+", 0.30, 0.55)];

    private static readonly (string Ko, string En, double Share)[] Residences = [("내국인", "citizen", 0.94), ("외국인", "foreign", 0.06)];

    private static readonly (string Ko, string En, double Share, double Need)[] Wards = [("새벽구", "Saebyeok", 0.30, 0.0), ("한빛구", "Hanbit", 0.35, 0.05), ("누리구", "Nuri", 0.25, -0.05), ("솔빛구", "Solbit", 0.10, 0.10)];

    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true, NewLine = "\n" };

    private bool IsKorean => language == "ko";

    /// <summary>The chance of being granted for somebody who needs the benefit.</summary>
    private static double Granted(int residence) => residence == 1 ? 0.60 : 0.80;

    /// <summary>The chance of being granted for somebody who does not.</summary>
    private static double GrantedWithoutNeed(int ward) => ward == 1 ? 0.25 : 0.10;

    /// <summary>Writes the log as CSV.</summary>
    public void Write(TextWriter output, long rows)
    {
        var random = new RandomStream(seed, 0x10C);
        output.Write(IsKorean ? "성별,연령,거주자격,구,월,필요,점수,결정\n" : "sex,age,residence,ward,month,need,score,granted\n");
        for (var row = 0L; row < rows; row++)
        {
            var (sex, age) = (Draw(random, Sexes.Select(s => s.Share)), Draw(random, Ages.Select(a => a.Share)));
            var (residence, ward) = (Draw(random, Residences.Select(r => r.Share)), Draw(random, Wards.Select(w => w.Share)));
            var need = random.Uniform() < Ages[age].Need + Wards[ward].Need;
            var granted = random.Uniform() < (need ? Granted(residence) : GrantedWithoutNeed(ward));
            var score = (granted ? 0.5 : 0) + (random.Uniform() * 0.5);
            var month = 1 + (int)(random.Uniform() * 12);
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{Pick(Sexes[sex].Ko, Sexes[sex].En)},{Pick(Ages[age].Ko, Ages[age].En)},{Pick(Residences[residence].Ko, Residences[residence].En)},{Pick(Wards[ward].Ko, Wards[ward].En)},2026-{month:00},{(need ? 1 : 0)},{Math.Min(score, 0.999):0.000},{(granted ? 1 : 0)}\n"));
        }
    }

    /// <summary>What was put in, as JSON: the true rates of every group.</summary>
    public byte[] Truth()
    {
        var need = Ages.Sum(a => a.Share * a.Need) + Wards.Sum(w => w.Share * w.Need);
        var granted = Residences.Select((r, i) => r.Share * Granted(i)).Sum();
        var truth = new Dictionary<string, object>
        {
            [Pick("거주자격", "residence")] = Residences.Select((r, i) => new { level = Pick(r.Ko, r.En), base_rate = Round(need), tpr = Granted(i) }),
            [Pick("구", "ward")] = Wards.Select((w, i) => new { level = Pick(w.Ko, w.En), base_rate = Round(Ages.Sum(a => a.Share * a.Need) + w.Need), tpr = Round(granted), fpr = GrantedWithoutNeed(i) }),
            [Pick("연령", "age")] = Ages.Select(a => new { level = Pick(a.Ko, a.En), base_rate = Round(a.Need + Wards.Sum(w => w.Share * w.Need)), tpr = Round(granted) }),
            [Pick("성별", "sex")] = Sexes.Select(s => new { level = Pick(s.Ko, s.En), base_rate = Round(need), tpr = Round(granted) }),
        };
        return [.. JsonSerializer.SerializeToUtf8Bytes(truth, Written), (byte)'\n'];
    }

    private static double Round(double rate) => Math.Round(rate, 6);

    private string Pick(string ko, string en) => IsKorean ? ko : en;

    private static int Draw(RandomStream random, IEnumerable<double> shares)
    {
        var (left, i) = (random.Uniform(), 0);
        foreach (var share in shares)
        {
            if ((left -= share) < 0)
            {
                return i;
            }
            i++;
        }
        return i - 1;
    }
}
