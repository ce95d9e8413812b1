using Haechi.Rules.Syntax;

namespace Haechi.Rules.Books;

/// <summary>A condition as written, parsed, and able to say where in its file each character stands.</summary>
public sealed class Condition
{
    private const int LongestGap = 1_000;

    private readonly string _file;
    private readonly int[] _lines;
    private readonly int[] _columns;

    private Condition(string text, Expression root, string file, int[] lines, int[] columns)
    {
        (Text, Root, _file, _lines, _columns) = (text, root, file, lines, columns);
    }

    /// <summary>The text of the condition.</summary>
    public string Text { get; }

    /// <summary>The parsed condition; names are not yet resolved.</summary>
    public Expression Root { get; }

    /// <summary>The place of the character at <paramref name="offset"/> (0 … length, which is the end).</summary>
    public Place PlaceOf(int offset)
    {
        var at = Math.Clamp(offset, 0, _lines.Length - 1);
        return new Place(_file, _lines[at], _columns[at]);
    }

    /// <summary>Parses a scalar of a file; a refusal is added to <paramref name="findings"/> and gives null.</summary>
    internal static Condition? Parse(YamlScalar scalar, string fileText, Findings findings)
    {
        var (lines, columns) = Map(scalar, fileText);
        try
        {
            return new Condition(scalar.Value, ConditionParser.Parse(scalar.Value), scalar.Place.File, lines, columns);
        }
        catch (SyntaxException e)
        {
            var at = Math.Min(e.At, lines.Length - 1);
            findings.Error("syntax", new Place(scalar.Place.File, lines[at], columns[at]), e.Ko, e.En);
            return null;
        }
    }

    /// <summary>
    /// Follows the value through the file's text, passing over quotes, escapes and folded line ends, so that
    /// every character of the value has a line and a column. A character that was written as an escape is not found as such: from there on
    /// the last known place stands, so that a hostile file cannot make every condition search the whole text.
    /// </summary>
    private static (int[] Lines, int[] Columns) Map(YamlScalar scalar, string fileText)
    {
        var value = scalar.Value;
        var lines = new int[value.Length + 1];
        var columns = new int[value.Length + 1];
        var (line, column, at) = (scalar.Place.Line, scalar.Place.Column, scalar.Start);
        var lost = false;
        for (var i = 0; i < value.Length; i++)
        {
            if (!lost && !char.IsWhiteSpace(value[i]))
            {
                var found = fileText.IndexOf(value[i], at, Math.Min(LongestGap, fileText.Length - at));
                lost = found < 0;
                for (; at < found; at++)
                {
                    (line, column) = fileText[at] == '\n' ? (line + 1, 1) : (line, column + 1);
                }
            }
            (lines[i], columns[i]) = (line, column);
            if (!lost && !char.IsWhiteSpace(value[i]))
            {
                at++;
                column++;
            }
        }
        (lines[^1], columns[^1]) = (line, column);
        return (lines, columns);
    }
}
