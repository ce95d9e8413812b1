using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Files;

/// <summary>Bytes that are kept once, by what they are. What they are called stands with whoever uses them.</summary>
public sealed class FileRow
{
    /// <summary>SHA-256 of the bytes, in lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>How many bytes.</summary>
    public long Length { get; init; }

    /// <summary>The kind, told from the first bytes and never from the name.</summary>
    public required string MediaType { get; init; }

    /// <summary>When it was first kept, in UTC microseconds.</summary>
    public long KeptAt { get; init; }
}

internal sealed class FilesModel : IModelPart
{
    public void Build(ModelBuilder model)
    {
        model.Entity<FileRow>(e => e.ToTable("file").HasKey(f => f.Hash));
        model.Entity<FileChunk>(e => e.ToTable("file_chunk").HasKey(c => new { c.Hash, c.Number }));
    }
}

internal sealed class FilesModule : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<FileStore>();
}
