using Haechi.Tower.Access;
using Haechi.Tower.Access.Factors;
using Haechi.Tower.Access.Providers;
using Haechi.Tower.Access.Sessions;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Duties;
using Haechi.Tower.Erasure;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Rulebooks;

namespace Haechi.Web.Api;

/// <summary>
/// The commands of the tower that are no act of the API, each with the reason. Every other command stands in <see cref="ApiTable"/>; a test walks all handlers, so that a new one is either in the
/// table or here.
/// </summary>
internal static class ApiCatalogue
{
    private const string Person = "only a person does it, signed in: a token that leaks must not outlive itself or change how somebody signs in";
    private const string Final = "only people do it, signed in, one who asks and another who signs: what is erased does not come back";
    private const string Keys = "an administrator does it at the pages, with the keys of the installation in view";
    private const string Derived = "the program does it by itself after a change; nobody asks for it";

    /// <summary>The reasons, by command.</summary>
    public static IReadOnlyDictionary<Type, string> NotActs { get; } = new Dictionary<Type, string>
    {
        [typeof(SystemAt)] = "read: GET /systems/{system}", [typeof(SystemHistory)] = "read: GET /systems/{system}/history", [typeof(SystemDiff)] = "read: GET /systems/{system}/diff", [typeof(ListSystems)] = "read: GET /systems",
        [typeof(SuggestProducts)] = "read: GET /products/suggestions", [typeof(FindDuplicates)] = "read: GET /duplicates", [typeof(CompareLists)] = "read: GET /imports/{import}/compare", [typeof(ExportInventory)] = "read: GET /export",
        [typeof(PreviewBooks)] = "read: GET /rulebooks/preview", [typeof(LookAtTable)] = "part of POST /imports/preview, which answers the columns",
        [typeof(DetermineSystems)] = Derived, [typeof(SendReminders)] = Derived,
        [typeof(FirstOfficer)] = "the first start, before there is anybody who could have a token", [typeof(MarkSetUp)] = "a mark of the pages that lead through the first start",
        [typeof(SignIn)] = Person, [typeof(SetPassword)] = Person, [typeof(ChangeOwnPassword)] = Person, [typeof(EnterAsPersona)] = Person, [typeof(RenewFeed)] = Person, [typeof(NewFeedAddress)] = Person, [typeof(MakeToken)] = Person,
        [typeof(BeginSession)] = Person, [typeof(EndSessions)] = Person, [typeof(EnterCode)] = Person, [typeof(EnterThroughProvider)] = Person, [typeof(StartFactor)] = Person, [typeof(ConfirmFactor)] = Person,
        [typeof(RemoveFactor)] = Person, [typeof(ResetFactor)] = Person, [typeof(RenewRecoveryCodes)] = Person, [typeof(ChooseSignIn)] = Person, [typeof(ChooseProvider)] = Person, [typeof(LinkProvider)] = Person,
        [typeof(UnlinkProvider)] = Person, [typeof(AskErasure)] = Final, [typeof(SignErasure)] = Final, [typeof(RefuseErasure)] = Final, [typeof(HoldThing)] = Final, [typeof(LiftHold)] = Final,
        [typeof(ReplayErasures)] = "a restore does it before the server opens", [typeof(ChooseWitnesses)] = Keys, [typeof(RotateLedgerKeys)] = Keys, [typeof(RestartLedger)] = Keys,
        [typeof(MakeServiceAccount)] = Person, [typeof(ChooseMail)] = Person + "; it holds the password of another server", [typeof(SendTestMail)] = Person,
    };
}
