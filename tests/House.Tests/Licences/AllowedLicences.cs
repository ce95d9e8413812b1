namespace Haechi.House.Tests.Licences;

/// <summary>Which licences may come in. What is not named here is refused until somebody has looked.</summary>
internal static class AllowedLicences
{
    private static readonly HashSet<string> Allowed = new(StringComparer.OrdinalIgnoreCase)
    {
        "MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "MS-PL", "PostgreSQL", "Unlicense", "CC0-1.0", "BlueOak-1.0.0", "Unicode-3.0", "Zlib", "OFL-1.1", "blessing",
    };

    /// <summary>Used by tests and benchmarks only and not handed on with the program.</summary>
    private static readonly HashSet<string> AllowedInTests = new(StringComparer.OrdinalIgnoreCase) { "MPL-2.0", "Python-2.0", "CC-BY-4.0", "CC-BY-3.0" };

    /// <summary>True when the SPDX expression can be met: every side of AND, one side of OR.</summary>
    public static bool Allows(string expression, bool product)
    {
        var words = expression.Replace("(", " ( ", StringComparison.Ordinal).Replace(")", " ) ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = 0;
        var allowed = Or(words, ref at, product);
        return allowed && at == words.Length && words[^1] is not ("OR" or "AND");
    }

    private static bool Or(string[] words, ref int at, bool product)
    {
        var allowed = And(words, ref at, product);
        while (at < words.Length && words[at] == "OR")
        {
            at++;
            allowed |= And(words, ref at, product);
        }
        return allowed;
    }

    private static bool And(string[] words, ref int at, bool product)
    {
        var allowed = One(words, ref at, product);
        while (at < words.Length && words[at] == "AND")
        {
            at++;
            allowed &= One(words, ref at, product);
        }
        return allowed;
    }

    private static bool One(string[] words, ref int at, bool product)
    {
        if (at >= words.Length)
        {
            return false;
        }
        if (words[at++] != "(")
        {
            return Allowed.Contains(words[at - 1]) || (!product && AllowedInTests.Contains(words[at - 1]));
        }
        var inner = Or(words, ref at, product);
        return at < words.Length && words[at++] == ")" && inner;
    }

    /// <summary>The licence whose text this is, as far as its own words tell; else null.</summary>
    public static string? Recognise(string text) =>
        text.Contains("Apache License", StringComparison.Ordinal) && text.Contains("Version 2.0", StringComparison.Ordinal) ? "Apache-2.0"
        : text.Contains("Mozilla Public License", StringComparison.OrdinalIgnoreCase) ? "MPL-2.0"
        : text.Contains("GNU ", StringComparison.Ordinal) ? null
        : text.Contains("Permission is hereby granted, free of charge", StringComparison.Ordinal) ? "MIT"
        : text.Contains("Redistribution and use in source and binary forms", StringComparison.Ordinal) ? (text.Contains("Neither the name", StringComparison.Ordinal) ? "BSD-3-Clause" : "BSD-2-Clause")
        // SQLite's authors put it into the public domain; SPDX calls that "blessing".
        : text.TrimStart().StartsWith("SQLite is Public Domain", StringComparison.Ordinal) ? "blessing"
        : null;
}
