using Haechi.Tower.Access.Contracts;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Register;

/// <summary>Services of the register that are no handlers.</summary>
internal sealed class RegisterModule : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<IDepartmentWatch, DepartmentWatch>().AddSingleton<RegisterFields>().AddSingleton<IUnmodelledTable, SearchRows>();
}
