using System.Reflection;
using System.Runtime.CompilerServices;
using Haechi.Audit.Tests.Support;

namespace Haechi.Audit.Tests;

/// <summary>What others may build on is written down, so that a change to it is seen in review.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_interface_is_the_approved_one()
    {
        var approved = Path.Combine(Folders.Root, "tests", "Audit.Tests", "PublicApi.approved.txt");
        var found = string.Join('\n', typeof(AuditRefusedException).Assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal).SelectMany(Lines)) + "\n";
        if (Environment.GetEnvironmentVariable("HAECHI_ACCEPT") == "1")
        {
            File.WriteAllText(approved, found);
        }
        var expected = (File.Exists(approved) ? File.ReadAllText(approved) : "").ReplaceLineEndings("\n").Split('\n');
        var (gone, added) = (expected.Except(found.Split('\n')).ToList(), found.Split('\n').Except(expected).ToList());
        Assert.True(gone.Count + added.Count == 0,
            $"The public interface of Haechi.Audit differs from {Path.GetFileName(approved)}.\nGone:\n  {string.Join("\n  ", gone)}\nAdded:\n  {string.Join("\n  ", added)}\n"
            + "If that is meant: HAECHI_ACCEPT=1 dotnet test tests/Audit.Tests, then commit the file.");
    }

    private static IEnumerable<string> Lines(Type type) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(m => m is not MethodBase { IsSpecialName: true, MemberType: MemberTypes.Method } && m is not Type && !m.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Select(m => $"{Name(type)}: {Show(m)}").Order(StringComparer.Ordinal).Prepend($"{Kind(type)} {Name(type)}");

    private static string Show(MemberInfo member) => member switch
    {
        ConstructorInfo c => $"new({Parameters(c)})",
        MethodInfo m => $"{(m.IsStatic ? "static " : "")}{Name(m.ReturnType)} {m.Name}({Parameters(m)})",
        PropertyInfo p => $"{Name(p.PropertyType)} {p.Name} {{ {(p.GetMethod is { IsPublic: true } ? "get; " : "")}{(p.SetMethod is { IsPublic: true } ? "set; " : "")}}}",
        FieldInfo { IsLiteral: true } f => $"{f.Name} = {f.GetRawConstantValue()}",
        FieldInfo f => $"{Name(f.FieldType)} {f.Name}",
        _ => member.ToString()!,
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? "?" : "")}"));

    private static string Kind(Type type) => type.IsEnum ? "enum" : type.IsValueType ? "struct" : type.IsInterface ? "interface" : type is { IsAbstract: true, IsSealed: true } ? "static class" : "class";

    private static string Name(Type type) => !type.IsGenericType ? type.FullName?.Replace("System.", "", StringComparison.Ordinal) ?? type.Name
        : $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
}
