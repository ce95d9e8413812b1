namespace Haechi.Web.Api;

/// <summary>The parts of the tower in words, for people who give tokens their scopes.</summary>
internal static class AreaWords
{
    public static string Of(string area, bool ko) => (area, ko) switch
    {
        ("register", true) => "등록부", ("register", _) => "Register", ("rulebooks", true) => "규칙책과 분류", ("rulebooks", _) => "Rulebooks and classes", ("duties", true) => "의무와 증빙", ("duties", _) => "Duties and evidence", ("gate", true) => "배포 관문", ("gate", _) => "Deployment gate",
        ("assessment", true) => "영향평가", ("assessment", _) => "Impact assessments", ("council", true) => "위원회", ("council", _) => "Council", ("journal", true) => "기록부", ("journal", _) => "Journal", ("access", true) => "계정·부서·설정", ("access", _) => "Accounts, departments, settings",
        _ => area,
    };

    /// <summary>A scope in words.</summary>
    public static string Scope(string scope, bool ko) => scope switch
    {
        "read" => ko ? "읽기(계정 관리는 빼고 모두)" : "Read everything but the administering of accounts",
        "write" => ko ? "읽기와 쓰기(계정 관리는 빼고 모두)" : "Read and write everything but the administering of accounts",
        _ => scope.Split(':') is [var area, var kind] ? $"{Of(area, ko)}: {(kind == "write" ? ko ? "읽기와 쓰기" : "read and write" : ko ? "읽기" : "read")}" : scope,
    };
}
