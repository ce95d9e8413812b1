using System.CommandLine;
using System.Globalization;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Api.Shapes;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Verbs;

/// <summary><c>haechi gaps</c>: what is missing, who owes it, by when.</summary>
internal static class GapsVerb
{
    public static Command Create(Terminal terminal)
    {
        var opener = new TowerOpener(terminal);
        var options = new GapOptions(terminal);
        var command = new Command("gaps", terminal.Say(
            """
            빠진 것, 맡은 사람, 기한을 보여 줍니다. 판정이 밀려 있으면 먼저 판정합니다. 기한 지난 것이 있으면 1로 끝납니다.
            json: {on, as_of, owed, gaps, overdue, funnel: {title, systems, all_done, obligations: […]}, obligations: [{rule, title, cite, book, strength, owed,
            standings: {blank, no, …}, claims: {…}, overdue, no_owner}], ages: [{from_days, to_days, gaps}], duties: [{id, system, …}]}. csv는 의무마다 한 줄입니다.
            예: haechi gaps --risk high --overdue --format csv
            """,
            """
            Show what is missing, who owes it and by when. Systems that wait are determined first. Ends with 1 when something is overdue.
            json: {on, as_of, owed, gaps, overdue, funnel: {title, systems, all_done, obligations: […]}, obligations: [{rule, title, cite, book, strength, owed,
            standings: {blank, no, …}, claims: {…}, overdue, no_owner}], ages: [{from_days, to_days, gaps}], duties: [{id, system, …}]}. csv has a line for each duty.
            Example: haechi gaps --risk high --overdue --format csv
            """))
        {
            options.Risk, options.Overdue, options.Department, options.Rule, options.Standing, options.Class, options.Install, opener.On, opener.AsOf, opener.Format, opener.Data, opener.Db,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var format = Inputs.OneOf(parsed.GetValue(opener.Format), "--format", "table", "csv", "json");
            await using var tower = await opener.Open(parsed);
            if (parsed.GetValue(options.Install) is { Length: > 0 } books && await tower.GetRequiredService<IHandle<InstallBooks, LoadedBooks>>().Handle(Actor.Terminal, new InstallBooks(books), stop) is { Done: false } bad)
            {
                return opener.Refuse(bad.Refusals);
            }
            var run = await tower.GetRequiredService<DeterminationWorker>().RunToEnd(stop);
            if (!run.Done)
            {
                return opener.Refuse(run.Refusals);
            }
            var store = tower.GetRequiredService<TowerStore>();
            var filter = await options.Read(parsed, store, terminal.Language.Tag);
            var at = opener.At(parsed, store.Clock) ?? Moment.Now(store.Clock);
            return await new GapOutput(terminal, tower.GetRequiredService<GapBoard>(), filter, at).Write(format, stop);
        });
        return command;
    }
}

/// <summary>The options that narrow the board.</summary>
internal sealed class GapOptions(Terminal terminal)
{
    public Option<string> Risk { get; } = new("--risk") { Description = terminal.Say("시스템의 위험: high, review, unknown, none", "risk of the system: high, review, unknown, none"), HelpName = "R" };

    public Option<bool> Overdue { get; } = new("--overdue") { Description = terminal.Say("기한 지난 것만", "only what is overdue") };

    public Option<string> Department { get; } = new("--department") { Description = terminal.Say("부서의 이름이나 id. 아래 부서를 포함함", "name or id of a department, with all below it"), HelpName = "D" };

    public Option<string> Rule { get; } = new("--rule") { Description = terminal.Say("의무의 규칙 id", "id of the obligation's rule"), HelpName = "RULE" };

    public Option<string> Standing { get; } = new("--standing")
    {
        Description = terminal.Say("상태: ", "standing: ") + string.Join(", ", Standings.All.Select(Standings.Word)), HelpName = "S",
    };

    public Option<string> Class { get; } = new("--class") { Description = terminal.Say("이 분류가 ‘예’인 시스템만", "only systems for which this class is yes"), HelpName = "CLASS" };

    public Option<string[]> Install { get; } = new("--install") { Description = terminal.Say("먼저 이 규칙책을 설치함. 여러 번 쓸 수 있음", "install this rulebook first; may be repeated"), HelpName = "BOOK" };

    public async Task<DutyFilter> Read(ParseResult parsed, TowerStore store, string language)
    {
        var names = await SystemsVerb.Names.Of(store, language);
        var standing = parsed.GetValue(Standing) is { } s ? Standings.Parse(Inputs.OneOf(s, "--standing", [.. Standings.All.Select(Standings.Word)])) : null;
        return new DutyFilter
        {
            Risk = parsed.GetValue(Risk) is { } r ? Inputs.OneOf(r, "--risk", [.. DutyFilter.Risks]) : null, Overdue = parsed.GetValue(Overdue), Department = names.Department(parsed.GetValue(Department)),
            Rule = parsed.GetValue(Rule), Class = parsed.GetValue(Class), Standing = standing,
        };
    }
}

/// <summary>Writes the board as a table, CSV or JSON.</summary>
internal sealed class GapOutput(Terminal terminal, GapBoard board, DutyFilter filter, Moment at)
{
    private const int Shown = 20;

    public async Task<int> Write(string format, CancellationToken stop)
    {
        var table = await board.Table(filter, at, stop);
        if (format == "csv")
        {
            DutyCsv.Header(terminal.Out, terminal.Language.Tag);
            await Each(line => DutyCsv.Line(terminal.Out, line, at.On, terminal.Language.Tag), stop);
        }
        else
        {
            var funnel = filter is { Rule: null, Standing: null, Overdue: false } ? await board.Funnel(table, filter, moment: at, stop: stop) : null;
            if (format == "json")
            {
                var lines = new List<DutyLine>();
                await Each(lines.Add, stop);
                JsonOutput.WriteShape(terminal.Out, GapsShape.Of(table, funnel, at) with { Duties = [.. lines.Select(l => DutyShape.Of(l, at.On))] });
            }
            else
            {
                Print(table, funnel, await board.List(filter with { Gaps = true }, 0, Shown, at, stop));
            }
        }
        return table.Overdue > 0 ? Exit.Findings : Exit.Fine;
    }

    private async Task Each(Action<DutyLine> write, CancellationToken stop)
    {
        await foreach (var lines in board.All(filter, at, stop))
        {
            foreach (var line in lines)
            {
                write(line);
            }
        }
    }

    private void Print(GapTable table, GapFunnel? funnel, IReadOnlyList<DutyLine> first)
    {
        terminal.Out.WriteLine(terminal.Say($"열린 의무 {N(table.Owed)}건, 할 일 {N(table.Gaps)}건, 기한 지남 {N(table.Overdue)}건", $"{N(table.Owed)} open duties, {N(table.Gaps)} to be done, {N(table.Overdue)} overdue"));
        if (table.Rows.Count == 0)
        {
            return;
        }
        if (funnel is not null)
        {
            terminal.Out.WriteLine($"\n{funnel.Title.In(terminal.Language.Tag)}: " + terminal.Say($"시스템 {N(funnel.Systems)}개 가운데 모두 마친 것 {N(funnel.AllDone)}개", $"{N(funnel.AllDone)} of {N(funnel.Systems)} systems have done all"));
            Rows(funnel.Rows);
        }
        terminal.Out.WriteLine("\n" + terminal.Say("모든 의무", "All obligations"));
        Rows(table.Rows);
        terminal.Out.WriteLine("\n" + terminal.Say($"먼저 할 일 ({first.Count}건)", $"First to do ({first.Count})"));
        TextTable.Print(terminal.Out, "  ", [.. first.Select(l => (IReadOnlyList<string>)[l.Duty.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-", l.Duty.IsOverdue(at.On) ? "!" : " ",
            TextTable.OneLine(l.Terms.Title(terminal.Language.Tag), 40), TextTable.OneLine(l.SystemName, 40), l.OwnerName ?? terminal.Say("담당자 없음", "no owner"), Standings.Title(l.Duty.StandingOn(at.On)).In(terminal.Language.Tag)])]);
    }

    private void Rows(IReadOnlyList<GapRow> rows)
    {
        List<DutyStanding> shown = [.. Standings.All.Where(s => s is DutyStanding.Blank or DutyStanding.No || rows.Any(r => r.In(s) > 0))];
        IReadOnlyList<string> head = [terminal.Say("의무", "obligation"), terminal.Say("대상", "owed"), .. shown.Select(s => Standings.Title(s).In(terminal.Language.Tag)), terminal.Say("지남", "overdue")];
        TextTable.Print(terminal.Out, "  ", [head, .. rows.Select(r => (IReadOnlyList<string>)[TextTable.OneLine(r.Terms.Title(terminal.Language.Tag), 44), N(r.Owed), .. shown.Select(s => N(r.In(s))), N(r.Overdue)])]);
    }

    private static string N(int number) => TextTable.Count(number);
}
