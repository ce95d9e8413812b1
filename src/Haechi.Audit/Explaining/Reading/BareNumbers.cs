namespace Haechi.Audit.Explaining.Reading;

/// <summary>XGBoost writes NaN and Infinity bare, which JSON does not know: a split by category has NaN for its threshold. They are rewritten in place, so that places stay what they were.</summary>
internal static class BareNumbers
{
    public static void Rewrite(Span<byte> json)
    {
        var quoted = false;
        for (var i = 0; i < json.Length; i++)
        {
            switch (json[i])
            {
                case (byte)'"':
                    quoted = !quoted;
                    break;
                case (byte)'\\' when quoted:
                    i++;
                    break;
                case (byte)'N' when !quoted && json[i..].StartsWith("NaN"u8):
                    "\"\" "u8.CopyTo(json[i..]);
                    i += 2;
                    break;
                case (byte)'I' when !quoted && json[i..].StartsWith("Infinity"u8):
                    "1e999   "u8.CopyTo(json[i..]);
                    i += 7;
                    break;
            }
        }
    }
}
