using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Council.Contracts;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council.Subjects;

/// <summary>A kind of use, such as recognising faces in public space, whichever systems it is: a test of their facts. The pin keeps which systems it came to on the day.</summary>
internal sealed class UseSubject(RegisterFields fields, BookRegistry books) : ICaseSubject
{
    public string Kind => "use";

    public LocalText Title { get; } = LocalText.Of("이용의 종류", "Kind of use");

    public async Task<Result<PinnedSubject>> Pin(TowerContext context, string thing, Moment at, CancellationToken stop)
    {
        var use = await KindOfUse.Read(thing, fields, books, context);
        if (!use.Done)
        {
            return Refused.Because<PinnedSubject>(use.Refusals);
        }
        var found = await use.Value.Systems(context, stop);
        var content = string.Join('\n', new[] { use.Value.Write() }.Concat(found.Where(f => f.Outcome != Outcome.No).OrderBy(f => f.Number).Select(f => $"{f.Number} {f.Version} {(f.Outcome == Outcome.Yes ? "yes" : "unknown")}")));
        return new PinnedSubject([new SubjectPin(Kind, use.Value.Write(), at.On.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Digest.Of(content), content)], null, [], []);
    }

    public Task<Result<IReadOnlyList<CardLine>>> Read(TowerContext context, SubjectPin pin, CancellationToken stop)
    {
        if (pin.Content is not { } content || Digest.Of(content) != pin.Hash)
        {
            return Task.FromResult<Result<IReadOnlyList<CardLine>>>(Pins.Gone(pin));
        }
        var systems = content.Split('\n').Skip(1).Select(l => l.Split(' ')).ToList();
        string Numbers(string outcome) => string.Join(", ", systems.Where(s => s[2] == outcome).Select(s => $"AI-{s[0]}"));
        List<CardLine> lines = [new("what", "use", LocalText.Of("이용의 종류", "Kind of use"), LocalText.Same(pin.Thing))];
        lines.Add(new CardLine("affected", "systems", LocalText.Of("해당하는 시스템", "Systems that it is"), LocalText.Of($"{systems.Count(s => s[2] == "yes")}개: {Numbers("yes")}", $"{systems.Count(s => s[2] == "yes")}: {Numbers("yes")}")));
        lines.Add(new CardLine("gaps", "systems-unknown", LocalText.Of("사실이 모자라 알 수 없는 시스템", "Systems of which it is unknown"), LocalText.Of($"{systems.Count(s => s[2] == "unknown")}개", systems.Count(s => s[2] == "unknown").ToString(System.Globalization.CultureInfo.InvariantCulture))));
        return Task.FromResult(Refused.Not<IReadOnlyList<CardLine>>(lines));
    }

    public Task<LocalText?> Changed(TowerContext context, SubjectPin pin, CancellationToken stop) => Task.FromResult<LocalText?>(null);
}
