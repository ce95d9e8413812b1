using System.Runtime.InteropServices;

namespace Haechi.Audit.Tests.Explaining;

/// <summary>LightGBM's own library (NuGet, MIT), called through its C interface: trains a model, writes it, and answers with its own contributions.</summary>
internal static partial class LightGbm
{
    private const string Library = "lib_lightgbm";
    private const int Doubles = 1;

    public static (string Model, double[] Answers, double[] Parts) Train(double[] rows, int width, float[] labels, string parameters, int rounds)
    {
        var count = labels.Length;
        Check(LGBM_DatasetCreateFromMat(rows, Doubles, count, width, 1, parameters, 0, out var data));
        Check(LGBM_DatasetSetField(data, "label", labels, count, 0));
        Check(LGBM_BoosterCreate(data, parameters, out var booster));
        for (var round = 0; round < rounds; round++)
        {
            Check(LGBM_BoosterUpdateOneIter(booster, out _));
        }
        var file = Path.GetTempFileName();
        try
        {
            Check(LGBM_BoosterSaveModel(booster, 0, -1, 0, file));
            return (File.ReadAllText(file), Predict(booster, rows, count, width, 0), Predict(booster, rows, count, width, 3));
        }
        finally
        {
            File.Delete(file);
            Check(LGBM_BoosterFree(booster));
            Check(LGBM_DatasetFree(data));
        }
    }

    private static double[] Predict(nint booster, double[] rows, int count, int width, int kind)
    {
        Check(LGBM_BoosterCalcNumPredict(booster, count, kind, 0, -1, out var length));
        var answers = new double[length];
        Check(LGBM_BoosterPredictForMat(booster, rows, Doubles, count, width, 1, kind, 0, -1, "", out _, answers));
        return answers;
    }

    private static void Check(int code) => Assert.True(code == 0, "LightGBM failed");

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_DatasetCreateFromMat(double[] data, int type, int rows, int columns, int rowMajor, string parameters, nint reference, out nint made);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_DatasetSetField(nint data, string name, float[] values, int count, int type);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_BoosterCreate(nint data, string parameters, out nint made);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterUpdateOneIter(nint booster, out int finished);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_BoosterSaveModel(nint booster, int start, int rounds, int importance, string file);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterCalcNumPredict(nint booster, int rows, int kind, int start, int rounds, out long length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_BoosterPredictForMat(nint booster, double[] data, int type, int rows, int columns, int rowMajor, int kind, int start, int rounds, string parameters, out long length, [Out] double[] answers);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterFree(nint booster);

    [LibraryImport(Library)]
    private static partial int LGBM_DatasetFree(nint data);
}
