using Haechi.Tower.Common;
using Haechi.Tower.Duties.Contracts;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Rulebooks.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Assessment;

internal sealed class AssessmentModule : ITowerModule
{
    public void Add(IServiceCollection services) => services
        .AddSingleton<AssessmentForms>().AddSingleton<AssessmentBooks>().AddSingleton<Workshop>().AddSingleton<Standings>().AddSingleton<IStateGuard, AssessmentGuard>()
        .AddSingleton<AssessmentEvidence>().AddSingleton<IAfterDetermination>(s => s.GetRequiredService<AssessmentEvidence>())
        .AddSingleton<AssessmentQueries>().AddSingleton<IRecordAuthors, AssessmentAuthors>();
}
