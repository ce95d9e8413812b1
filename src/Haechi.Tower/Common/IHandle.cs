namespace Haechi.Tower.Common;

/// <summary>
/// Carries out one command. Page, API and verb call the same handler, so a rule holds everywhere. Command, refusals and handler stand in one file named after the use case; handlers are found
/// by this interface and need no registration.
/// </summary>
/// <typeparam name="TCommand">What is asked for.</typeparam>
/// <typeparam name="TResult">What comes of it.</typeparam>
public interface IHandle<in TCommand, TResult>
{
    /// <summary>Does it, or says why not.</summary>
    public Task<Result<TResult>> Handle(Actor actor, TCommand command, CancellationToken stop = default);
}

/// <summary>A module's services that are not handlers. Found by this interface; needs a constructor without parameters.</summary>
public interface ITowerModule
{
    /// <summary>Registers the services.</summary>
    public void Add(Microsoft.Extensions.DependencyInjection.IServiceCollection services);
}
