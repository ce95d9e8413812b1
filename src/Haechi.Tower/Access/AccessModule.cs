using Haechi.Tower.Common;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Access;

internal sealed class AccessModule : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<Lockout>().AddSingleton<Tokens.TokenDesk>().AddSingleton<Tokens.Receipts>();
}
