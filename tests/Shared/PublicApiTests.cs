using System.Reflection;
using System.Runtime.CompilerServices;

namespace Haechi.Tests.Shared;

/// <summary>What others may build on is written down, so that a change to it is seen in review. Part of the tests of every engine: <c>Ledger.Tests</c> asks this of <c>Haechi.Ledger</c>.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_interface_is_the_approved_one()
    {
        var tests = typeof(PublicApiTests).Assembly.GetName().Name!;
        var engine = "Haechi." + tests[..tests.IndexOf('.', StringComparison.Ordinal)];
        var approved = Path.Combine(Root(), "tests", tests, "PublicApi.approved.txt");
        var found = string.Join('\n', Assembly.Load(engine).GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal).SelectMany(Lines)) + "\n";
        if (Environment.GetEnvironmentVariable("HAECHI_ACCEPT") == "1")
        {
            File.WriteAllText(approved, found);
        }
        var expected = (File.Exists(approved) ? File.ReadAllText(approved) : "").ReplaceLineEndings("\n").Split('\n');
        var (gone, added) = (expected.Except(found.Split('\n')).ToList(), found.Split('\n').Except(expected).ToList());
        Assert.True(gone.Count + added.Count == 0,
            $"The public interface of {engine} differs from {Path.GetFileName(approved)}.\nGone:\n  {string.Join("\n  ", gone)}\nAdded:\n  {string.Join("\n  ", added)}\n"
            + $"If that is meant: HAECHI_ACCEPT=1 dotnet test tests/{tests}, then commit the file.");
    }

    private static string Root()
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "Haechi.slnx")))
            {
                return above.FullName;
            }
        }
        throw new DirectoryNotFoundException("The folder with Haechi.slnx was not found above the tests.");
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
