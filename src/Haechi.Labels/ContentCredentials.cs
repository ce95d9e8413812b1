using Haechi.Labels.Carriers;
using Haechi.Labels.Keys;
using Haechi.Labels.Manifests;
using Haechi.Labels.Signing;
using Haechi.Labels.Verifying;

namespace Haechi.Labels;

/// <summary>Content credentials in the format of C2PA (claims of version 2 are written, versions 1 and 2 are read).</summary>
public static class ContentCredentials
{
    /// <summary>What the file's credential says and whether it holds.</summary>
    /// <param name="file">The file, from its beginning; it has to allow seeking. Memory does not grow with its length.</param>
    /// <param name="where">Its name, for a problem.</param>
    /// <param name="trust">Whom to trust.</param>
    /// <param name="now">The time at which certificates have to be valid where no time stamp tells another.</param>
    /// <returns>A report; or a problem when the format is not known, or the file is too damaged to tell whether it has a credential.</returns>
    public static LabelResult<CredentialReport> Check(Stream file, string where, TrustAnchors trust, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(trust);
        if (file.Length == 0)
        {
            return Empty(where);
        }
        if (AllCarriers.Of(file, where) is not { } carrier)
        {
            return Unknown(where);
        }
        if (AllCarriers.IsTextInDisguise(carrier, where))
        {
            return Misleads(where, carrier);
        }
        FoundStore? found;
        try
        {
            file = carrier.Open(file);
            found = carrier.Find(file);
        }
        catch (MalformedException fault) when (fault.IsStatus)
        {
            return Failed(carrier, fault.Code, fault.Message);
        }
        catch (MalformedException fault)
        {
            return fault.At(where);
        }
        catch (EndOfStreamException)
        {
            return CutOff(where);
        }
        return found is null ? new CredentialReport(carrier.Format, CredentialState.None, [], null, null, []) : Check(file, carrier, found, trust, now);
    }

    /// <summary>Writes the file with a credential. A credential that it has is kept as the parent of the new one, never dropped.</summary>
    /// <param name="source">The file; it has to allow seeking and is only read.</param>
    /// <param name="where">Its name: its ending has to go with its content.</param>
    /// <param name="target">Where the new file is written, in order.</param>
    /// <param name="request">What to say, and who says it.</param>
    /// <param name="now">The time at which an existing credential is judged.</param>
    /// <returns>The media type, and how the credential stood that became the parent; or a problem, and then what was written to <paramref name="target"/> is to be thrown away.</returns>
    public static LabelResult<Labelled> Add(Stream source, string where, Stream target, SignRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(request);
        if (source.Length == 0)
        {
            return Empty(where);
        }
        if (AllCarriers.Of(source, where) is not { } carrier)
        {
            return Unknown(where);
        }
        if (Path.GetExtension(where) is { Length: > 0 } ending && !carrier.Endings.Contains(ending.ToLowerInvariant()))
        {
            return Misleads(where, carrier);
        }
        try
        {
            return new Labelled(carrier.Format, Labelling.Write(carrier.Open(source), target, carrier, request, now));
        }
        catch (MalformedException fault)
        {
            return fault.At(where);
        }
        catch (SigningException fault)
        {
            return new LabelProblem("not-signed", where, $"서명하지 못했습니다: {fault.Message}", $"it could not be signed: {fault.Message}");
        }
        catch (EndOfStreamException)
        {
            return CutOff(where);
        }
    }

    internal static CredentialReport Check(Stream file, Carrier carrier, FoundStore found, TrustAnchors trust, DateTimeOffset now)
    {
        try
        {
            return new StoreCheck(ManifestStore.Read(found.Bytes), trust, now).Run(file, carrier, found.At);
        }
        catch (MalformedException fault)
        {
            return Failed(carrier, "haechi." + fault.Code, fault.Message);
        }
    }

    private static CredentialReport Failed(Carrier carrier, string code, string why) =>
        new(carrier.Format, CredentialState.Invalid, [new CredentialStatus(code, StatusKind.Failure, "self#jumbf=/c2pa", why)], null, null, []);

    private static LabelProblem Misleads(string where, Carrier carrier) =>
        new("name-misleads", where, $"이름은 {Path.GetExtension(where)}이지만 내용은 {carrier.Format}입니다. 이름을 {carrier.Endings[0]}(으)로 바꾼 뒤 다시 하십시오.",
            $"the name ends with {Path.GetExtension(where)} and the content is {carrier.Format}; rename it to {carrier.Endings[0]} and try again");

    private static LabelProblem CutOff(string where) =>
        new("file-cut-off", where, "파일이 중간에 끊겼습니다. 온전한 파일로 다시 시도하십시오.", "the file is cut off; try again with the whole file");

    internal static LabelProblem Empty(string where) => new("file-empty", where, "0바이트 파일입니다. 내용이 있는 파일을 주십시오.", "the file is empty; give a file with content");

    internal static LabelProblem Unknown(string where)
    {
        if (AllCarriers.TextEndings.Contains(Path.GetExtension(where).ToLowerInvariant()))
        {
            return new LabelProblem("text-not-utf8", where, "UTF-8로 쓴 글이 아니거나 너무 깁니다. 편집기에서 UTF-8로 저장한 뒤 다시 하십시오.", "this is no text in UTF-8, or it is too long; save it as UTF-8 and try again");
        }
        var formats = string.Join(", ", AllCarriers.All.Select(c => c.Format));
        return new LabelProblem("format-unknown", where, $"내용으로 보아 아는 형식이 아닙니다. 아는 형식: {formats}", $"by its content this is no format that is known; known are {formats}");
    }
}
