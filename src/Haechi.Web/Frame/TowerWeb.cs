using System.Text.Encodings.Web;
using System.Text.Unicode;
using Haechi.Tower;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Demo;
using Haechi.Web.Operations;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Haechi.Web.Frame;

/// <summary>Puts the web application together.</summary>
public static class TowerWeb
{
    /// <summary>Builds it; the database must have been migrated before it starts. <paramref name="more"/> may add or replace services.</summary>
    public static WebApplication Build(TowerOptions tower, ServeOptions serve, Action<WebApplicationBuilder>? more = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "haechi", EnvironmentName = "Production" });
        builder.WebHost.UseUrls(serve.Urls);
        builder.WebHost.ConfigureKestrel(o => o.AddServerHeader = false);
        // Known and meant: the ring of keys is closed by our own repository, of which the framework knows nothing, and every answer is "no-store" already.
        builder.Logging.ClearProviders().AddProvider(new LogLines(serve.JsonLog, Console.Error));
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error).AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error)
            // A port that is taken is told as a refusal, not as a stack.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical).AddFilter(RequestLog.Category, serve.JsonLog ? LogLevel.Information : LogLevel.None);
        var services = builder.Services;
        services.Configure<Microsoft.Extensions.Hosting.HostOptions>(o => o.ShutdownTimeout = serve.StopWithin);
        services.AddTower(tower).AddSingleton(serve).AddSingleton<Navigation>().AddSingleton<DemoReady>().AddScoped<Visit>().AddHostedService<WarmHost>().AddHostedService<JobHost>();
        services.AddRazorComponents();
        // Else Hangul is written as character references: four times the bytes, and unreadable in the source.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddAntiforgery(o => (o.FormFieldName, o.Cookie.Name, o.Cookie.SameSite) = (Token.Name, serve.Proxies.Count > 0 ? "__Host-haechi-form" : "haechi-form", SameSiteMode.Strict));
        services.Configure<AntiforgeryOptions>(o => (o.Cookie.Path, o.Cookie.SecurePolicy) = ("/", CookieSecurePolicy.SameAsRequest));
        services.AddRateLimits(serve);
        services.AddDataProtection().SetApplicationName("haechi").UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        foreach (var module in WebParts.Of<IWebModule>())
        {
            module.Add(services);
        }
        more?.Invoke(builder);
        var app = builder.Build();
        Proxies.Use(app, serve);
        app.Use(app.Services.GetRequiredService<DemoReady>().Wait);
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<FaultMiddleware>();
        app.UseMiddleware<VisitMiddleware>();
        app.UseRateLimiter();
        StaticFiles.Map(app);
        foreach (var pages in WebParts.Of<IPages>())
        {
            pages.Map(app);
        }
        app.MapFallback(() => Routes.Refused([NoPage])).WithMetadata(new RouteAccess(null));
        return app;
    }

    private static Refusal NoPage { get; } = Refusal.Because("not-found", "이 주소에는 페이지가 없습니다. 주소를 확인하거나 첫 화면에서 찾아 가십시오.", "there is no page at this address; check it, or start from the first page");
}

/// <summary>Services of a module's pages, such as background workers. Found by this interface; needs a constructor without parameters.</summary>
public interface IWebModule
{
    /// <summary>Registers the services.</summary>
    public void Add(IServiceCollection services);
}
