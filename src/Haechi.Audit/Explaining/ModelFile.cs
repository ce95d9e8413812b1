using System.Text;
using System.Text.Json;
using Haechi.Audit.Explaining.Reading;

namespace Haechi.Audit.Explaining;

/// <summary>Reads a model that somebody else trained, whatever made it. The file is untrusted: it is bounded in size, nothing in it is run, and what is not understood refuses it with the place.</summary>
public static class ModelFile
{
    /// <summary>Files above this many bytes are refused.</summary>
    public const long LargestBytes = 512L << 20;

    /// <summary>Reads a file by what is in it: XGBoost JSON, LightGBM text, ONNX, or our own linear JSON.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ModelResult<AdditiveModel> Read(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return ModelResult<AdditiveModel>.Of(() =>
        {
            var length = new FileInfo(file).Length;
            return length <= LargestBytes ? Parse(File.ReadAllBytes(file), file)
                : throw ModelRefused.NotRead(file, $"{length:N0}바이트입니다. {LargestBytes:N0}바이트까지 읽습니다.", $"has {length:N0} bytes; up to {LargestBytes:N0} are read");
        });
    }

    /// <summary>Reads the bytes of a model.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What to call it in refusals.</param>
    public static ModelResult<AdditiveModel> Read(byte[] bytes, string name)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return ModelResult<AdditiveModel>.Of(() => Parse([.. bytes], name));
    }

    private static AdditiveModel Parse(byte[] bytes, string file)
    {
        var start = Encoding.UTF8.GetString(bytes, 0, Math.Min(bytes.Length, 64)).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (start.StartsWith("{\"", StringComparison.Ordinal) || (start.StartsWith('{') && Path.GetExtension(file) != ".ubj"))
        {
            return Json(bytes, file);
        }
        if (start.StartsWith("tree\n", StringComparison.Ordinal) || start.StartsWith("tree\r\n", StringComparison.Ordinal))
        {
            using var text = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);
            return LightGbmText.Read(file, text);
        }
        return start.StartsWith('{') || start.StartsWith("binf", StringComparison.Ordinal)
            ? throw ModelRefused.NotRead(file, "XGBoost의 이진 파일입니다. save_model(\"model.json\")으로 다시 저장하십시오.", "is a binary file of XGBoost; save it again with save_model(\"model.json\")")
            : bytes.Length > 0 && bytes[0] == 0x08 ? OnnxModel.Read(bytes, file)
            : throw ModelRefused.NotRead(file, "알지 못하는 파일입니다. XGBoost JSON, LightGBM 글 파일, ONNX, 또는 선형 모형 JSON이어야 합니다.", "is of no known kind; expected XGBoost JSON, LightGBM text, ONNX, or the JSON of a linear model");
    }

    private static AdditiveModel Json(byte[] bytes, string file)
    {
        try
        {
            BareNumbers.Rewrite(bytes);
            using var document = JsonDocument.Parse(bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0));
            var root = JsonPlace.Root(document, file);
            return root.Find("learner") is not null ? XgboostJson.Read(root)
                : root.Find("linear") is { } linear ? LinearJson.Read(linear)
                : throw ModelRefused.NotRead(file, "'learner'(XGBoost)도 'linear'도 없는 JSON입니다.", "is JSON with neither 'learner' (XGBoost) nor 'linear'");
        }
        catch (InvalidOperationException)
        {
            throw ModelRefused.Damaged(file, "글자가 UTF-8이 아닌 곳이 있습니다.", "has text that is not UTF-8");
        }
        catch (JsonException damaged)
        {
            throw ModelRefused.Damaged($"{file}:{damaged.LineNumber + 1}:{damaged.BytePositionInLine + 1}", "JSON으로 읽을 수 없습니다. 파일이 잘렸거나 망가졌습니다.", "is no JSON here: the file was cut off or damaged");
        }
    }
}
