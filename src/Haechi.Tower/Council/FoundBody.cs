using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>Founds a body with its rules.</summary>
/// <param name="Id">The word by which it is known in addresses; lower-case letters, digits and hyphens.</param>
/// <param name="Kind">What it is (<see cref="CouncilWords.BodyKinds"/>).</param>
/// <param name="NameKo">Its name in Korean.</param>
/// <param name="NameEn">Its name in English.</param>
/// <param name="Basis">On what it rests.</param>
/// <param name="Rules">Its rules.</param>
/// <param name="Parent">The body of which it is a sub-committee, or null.</param>
public sealed record FoundBody(string Id, string Kind, string NameKo, string NameEn, string Basis, BodyRules Rules, string? Parent = null);

/// <summary>Gives a body other rules. Meetings that were opened before keep the old ones.</summary>
/// <param name="Body">The body.</param>
/// <param name="Expected">The number of the rules that the person looked at.</param>
/// <param name="Rules">The new rules.</param>
public sealed record ChangeBodyRules(string Body, int Expected, BodyRules Rules);

/// <summary>A body and the number of its rules.</summary>
public sealed record BodyRef(string Body, int Rules);

internal sealed class FoundBodyHandler(CouncilDesk desk) : IHandle<FoundBody, BodyRef>
{
    public Task<Result<BodyRef>> Handle(Actor actor, FoundBody command, CancellationToken stop) => desk.Write<BodyRef>(actor, "council:" + command.Id, async scope =>
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        List<Refusal> wrong = [.. command.Rules.Wrong(), .. Names(command)];
        if (await scope.Context.Set<CouncilBody>().AnyAsync(b => b.Id == command.Id, stop))
        {
            wrong.Add(Refusal.Because("duplicate", $"'{command.Id}' 회의체가 이미 있습니다.", $"there is a body '{command.Id}' already", "id"));
        }
        if (command.Parent is { } parent && await scope.Context.Set<CouncilBody>().FindAsync([parent], stop) is null or { Parent: not null })
        {
            wrong.Add(Refusal.Because("wrong-parent", "상위 회의체가 없거나 그 자신이 분과위원회입니다.", "the body above is not there, or is a sub-committee itself", "parent"));
        }
        if (wrong.Count > 0)
        {
            return Refused.Because<BodyRef>(wrong);
        }
        scope.Context.Add(new CouncilBody
        {
            Id = command.Id, Kind = command.Kind, NameKo = command.NameKo.Trim(), NameEn = command.NameEn.Trim(), Basis = command.Basis.Trim(), Parent = command.Parent, Rules = 1, FoundedAt = scope.Now,
        });
        BodyActs.Keep(scope, command.Id, 1, command.Rules);
        scope.Record("council.found", "council:" + command.Id, new { command.Kind, rules = Digest.Of(command.Rules.Write()) });
        return new BodyRef(command.Id, 1);
    }, stop);

    private static IEnumerable<Refusal> Names(FoundBody command)
    {
        if (command.Id.Length is < 2 or > 40 || !command.Id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            yield return Refusal.Because("wrong-id", "회의체의 id는 영문 소문자, 숫자, 하이픈으로 2~40자여야 합니다.", "the id of a body has 2 to 40 lower-case letters, digits and hyphens", "id");
        }
        if (!CouncilWords.BodyKinds.ContainsKey(command.Kind))
        {
            yield return Refusal.Because("wrong-kind", $"회의체의 종류는 {string.Join(", ", CouncilWords.BodyKinds.Keys)} 가운데 하나여야 합니다.", $"the kind is one of {string.Join(", ", CouncilWords.BodyKinds.Keys)}", "kind");
        }
        foreach (var missing in new[] { CouncilDesk.NeedText(command.NameKo, "nameKo", "한국어 이름", "the Korean name", 120), CouncilDesk.NeedText(command.NameEn, "nameEn", "영어 이름", "the English name", 120), CouncilDesk.NeedText(command.Basis, "basis", "설치 근거", "on what it rests", 400) })
        {
            if (missing is not null)
            {
                yield return missing;
            }
        }
    }
}

internal sealed class ChangeBodyRulesHandler(CouncilDesk desk) : IHandle<ChangeBodyRules, BodyRef>
{
    public Task<Result<BodyRef>> Handle(Actor actor, ChangeBodyRules command, CancellationToken stop) => desk.Write<BodyRef>(actor, "council:" + command.Body, async scope =>
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        if (await scope.Context.Set<CouncilBody>().FindAsync([command.Body], stop) is not { } body)
        {
            return Refusal.NotFound("회의체", "body", command.Body);
        }
        if (body.Rules != command.Expected)
        {
            return Refusal.Because("changed-meanwhile", $"{command.Expected}판의 규칙을 보는 동안 {body.Rules}판이 되었습니다. 새로 고쳐 확인한 뒤 다시 하십시오.", $"you looked at rules {command.Expected} and they are {body.Rules} now; reload, check, and do it again", "expected");
        }
        if (command.Rules.Wrong().ToList() is { Count: > 0 } wrong)
        {
            return Refused.Because<BodyRef>(wrong);
        }
        body.Rules++;
        BodyActs.Keep(scope, body.Id, body.Rules, command.Rules);
        scope.Record("council.rules", "council:" + body.Id, new { number = body.Rules, rules = Digest.Of(command.Rules.Write()) });
        return new BodyRef(body.Id, body.Rules);
    }, stop);
}

internal static class BodyActs
{
    public static void Keep(WriteScope scope, string body, int number, BodyRules rules) =>
        scope.Context.Add(new CouncilRules { Body = body, Number = number, Text = rules.Write(), Hash = Digest.Of(rules.Write()), At = scope.Now, Account = scope.Actor.Account });
}

/// <summary>Whether the members of a body are those that its rules want.</summary>
public static class Composition
{
    /// <summary>What is not as the rules want. A gender that nobody stated is unknown: it neither fulfils nor breaks the rule, and is said apart (<see cref="GenderUnknown"/>).</summary>
    public static IReadOnlyList<Refusal> Wrong(BodyRules rules, IReadOnlyList<CouncilSeat> seats)
    {
        var wrong = new List<Refusal>();
        if (seats.Count < rules.LeastMembers || seats.Count > rules.MostMembers)
        {
            wrong.Add(Refusal.Because("composition", $"위원이 {seats.Count}명입니다. {rules.LeastMembers}명 이상 {rules.MostMembers}명 이하여야 합니다.", $"there are {seats.Count} members; the rules want {rules.LeastMembers} to {rules.MostMembers}", "members"));
        }
        if (seats.Count(s => s.Role == CouncilWords.Chair) != 1)
        {
            wrong.Add(Refusal.Because("composition", "위원장이 한 명 있어야 합니다.", "there must be one chair", "chair"));
        }
        if (seats.Count(s => s.Kind != CouncilWords.Official) * 100 < rules.OutsidePercent * seats.Count)
        {
            wrong.Add(Refusal.Because("composition", $"외부 위원이 {rules.OutsidePercent}%보다 적습니다.", $"fewer than {rules.OutsidePercent} % of the members are from outside", "outside"));
        }
        if (rules.MixedGender && seats.Count > 1 && seats.All(s => s.Gender is not null) && seats.Select(s => s.Gender).Distinct().Count() == 1)
        {
            wrong.Add(Refusal.Because("composition", "위원이 모두 한 성별입니다.", "all members are of one gender", "gender"));
        }
        return wrong;
    }

    /// <summary>True when nobody can tell whether the rule of mixed gender is kept.</summary>
    public static bool GenderUnknown(BodyRules rules, IReadOnlyList<CouncilSeat> seats) =>
        rules.MixedGender && seats.Any(s => s.Gender is null) && seats.Select(s => s.Gender).OfType<string>().Distinct().Count() < 2;
}
