using System.Globalization;
using Haechi.Audit.Cells;
using Haechi.Audit.Planning;
using Haechi.Audit.Reading;

namespace Haechi.Audit.Sides;

/// <summary>Lists turned into counts: cases by place and group, and lists by group with the sums of their quality.</summary>
internal static class RankingTables
{
    public const string Rank = "\u0001rank", Query = "\u0001query", Relevance = "\u0001relevance";

    public static CellSpec Spec(AuditPlan plan, RankingPlan ranking)
    {
        List<AttributeSpec> attributes = [.. plan.Groups.Select(g => g.Attribute), new AttributeSpec(Rank, ranking.Rank, DimensionRole.Group)];
        if (ranking.Query is { } query)
        {
            attributes.Add(new AttributeSpec(Query, query, DimensionRole.Group));
        }
        if (ranking.Relevance is { } relevance)
        {
            attributes.Add(new AttributeSpec(Relevance, relevance, DimensionRole.Group));
        }
        return AuditData.Other(plan, attributes) with { Weight = null };
    }

    /// <summary>Two tables for each attribute; a row without a place, or without a relevance where one is asked for, is refused by name because a list with holes has no order.</summary>
    public static IEnumerable<SideTable> Of(AuditPlan plan, RankingPlan ranking, CellTable table)
    {
        var (rank, query, relevance) = (table.IndexOf(Rank), table.IndexOf(Query), table.IndexOf(Relevance));
        var places = table.Dimensions[rank].Levels.Select(l => Place(l, ranking)).ToArray();
        var gains = relevance < 0 ? [] : table.Dimensions[relevance].Levels.Select(l => Gain(l, ranking)).ToArray();
        foreach (var group in plan.Groups)
        {
            var attribute = table.IndexOf(group.Attribute.Name);
            yield return new SideTable($"{SideNames.Ranking}/{group.Attribute.Name}", Places(table, attribute, rank, places, relevance, gains));
            if (relevance >= 0)
            {
                yield return new SideTable($"{SideNames.Lists}/{group.Attribute.Name}", Lists(table, attribute, rank, places, query, relevance, gains));
            }
        }
    }

    private static CellTable Places(CellTable table, int attribute, int rank, int[] places, int relevance, double[] gains)
    {
        var adder = new CellAdder([table.Dimensions[attribute] with { Levels = [] }, new Dimension("rank", DimensionRole.Score, [])], ["gain"]);
        for (var cell = 0; cell < table.Length; cell++)
        {
            var gain = relevance < 0 ? 0 : gains[table.Code(cell, relevance)] * table.Count(cell);
            adder.Add([table.Dimensions[attribute].Levels[table.Code(cell, attribute)], places[table.Code(cell, rank)].ToString(CultureInfo.InvariantCulture)], table.Count(cell), [gain]);
        }
        return adder.ToTable();
    }

    /// <summary>For each list and group: the discounted gain of the group's rows in their own order, over the best order of the same rows (Järvelin and Kekäläinen 2002, linear gain, logarithm of base 2).</summary>
    private static CellTable Lists(CellTable table, int attribute, int rank, int[] places, int query, int relevance, double[] gains)
    {
        var lists = new SortedDictionary<(int Query, int Group), List<(int Place, double Gain)>>();
        for (var cell = 0; cell < table.Length; cell++)
        {
            var key = (query < 0 ? 0 : table.Code(cell, query), table.Code(cell, attribute));
            var list = lists.TryGetValue(key, out var found) ? found : lists[key] = [];
            for (var i = 0L; i < table.Count(cell); i++)
            {
                list.Add((places[table.Code(cell, rank)], gains[table.Code(cell, relevance)]));
            }
        }
        var adder = new CellAdder([table.Dimensions[attribute] with { Levels = [] }], ["ndcg", "ndcg2"]);
        foreach (var ((_, group), list) in lists)
        {
            double Discounted(IEnumerable<double> ordered) => ordered.Select((gain, i) => gain / Math.Log2(i + 2)).Sum();
            var best = Discounted(list.Select(l => l.Gain).OrderDescending());
            if (best > 0)
            {
                // Rows that share a place share their gains, so that the order in the file plays no part.
                var own = Discounted(list.GroupBy(l => l.Place).OrderBy(l => l.Key).SelectMany(l => Enumerable.Repeat(l.Average(x => x.Gain), l.Count())));
                adder.Add([table.Dimensions[attribute].Levels[group]], 1, [own / best, own / best * (own / best)]);
            }
        }
        return adder.ToTable();
    }

    private static int Place(string text, RankingPlan ranking) =>
        Levels.Number(text, out var number) && number >= 1 && number <= 1_000_000 && number == Math.Floor(number) ? (int)number : throw AuditRefusedException.Because("rank", ranking.Rank,
            $"'{text}'은(는) 순위가 아닙니다. 1부터 시작하는 정수를 적거나, where 로 순위가 없는 줄을 빼십시오.", $"'{text}' is no place in a list: expected a whole number from 1; leave rows without one out with 'where'");

    private static double Gain(string text, RankingPlan ranking) =>
        Levels.Number(text, out var number) && number >= 0 ? number : throw AuditRefusedException.Because("relevance", ranking.Relevance!,
            $"'{text}'은(는) 적합도가 아닙니다. 0 이상의 수를 적거나, where 로 적합도가 없는 줄을 빼십시오.", $"'{text}' is no relevance: expected a number of 0 or more; leave rows without one out with 'where'");
}
