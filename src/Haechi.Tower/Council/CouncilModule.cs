using Haechi.Tower.Common;
using Haechi.Tower.Council.Contracts;
using Haechi.Tower.Council.Minutes;
using Haechi.Tower.Council.Subjects;
using Haechi.Tower.Journal.Contracts;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Rulebooks.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Council;

internal sealed class CouncilModule : ITowerModule
{
    public void Add(IServiceCollection services) => services
        .AddSingleton<CouncilDesk>().AddSingleton<CardMaker>().AddSingleton<CouncilQueries>().AddSingleton<MinutesDesk>()
        .AddSingleton<ICaseSubject, SystemSubject>().AddSingleton<ICaseSubject, DeterminationSubject>().AddSingleton<ICaseSubject, AssessmentSubject>().AddSingleton<ICaseSubject, DutiesSubject>()
        .AddSingleton<ICaseSubject, UseSubject>().AddSingleton<ICaseSubject, PrecedentSubject>()
        .AddSingleton<IStateGuard, CouncilGuard>().AddSingleton<IAfterDetermination, Revalidation>()
        .AddSingleton<IErasesAlong, CouncilErasure>().AddSingleton<IHoldsFile, CouncilFiles>();
}
