using Haechi.Tower.Duties.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Assessment;

/// <summary>Who wrote an assessment, for those who check it as evidence.</summary>
internal sealed class AssessmentAuthors : IRecordAuthors
{
    private const string Prefix = "assessment:";

    public async Task<bool> Wrote(TowerContext context, string record, string account, CancellationToken stop)
    {
        if (!record.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }
        var id = record[Prefix.Length..];
        return await context.Set<ImpactAssessmentVersion>().AnyAsync(v => v.Assessment == id && v.Account == account, stop);
    }
}
