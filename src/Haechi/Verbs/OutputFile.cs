using System.Text;

namespace Haechi.Verbs;

/// <summary>Writes a file whole or not at all: a reader never sees half of it, and a fault leaves the old file.</summary>
internal static class OutputFile
{
    public static void Write(string file, bool byteOrderMark, Action<TextWriter> write)
    {
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var writer = new StreamWriter(temporary, append: false, new UTF8Encoding(byteOrderMark)) { NewLine = "\n" })
            {
                write(writer);
            }
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
