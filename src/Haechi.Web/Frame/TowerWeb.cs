using System.Text.Encodings.Web;
using System.Text.Unicode;
using Haechi.Tower;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Demo;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
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
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error).AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error)
            // A port that is taken is told as a refusal, not as a stack.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        var services = builder.Services;
        services.AddTower(tower).AddSingleton(serve).AddSingleton<Navigation>().AddSingleton<DemoReady>().AddScoped<Visit>().AddHostedService<WarmHost>().AddHostedService<JobHost>();
        services.AddRazorComponents();
        // Else Hangul is written as character references: four times the bytes, and unreadable in the source.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddAntiforgery(o => (o.FormFieldName, o.Cookie.Name, o.Cookie.SameSite) = (Token.Name, "haechi-form", Microsoft.AspNetCore.Http.SameSiteMode.Strict));
        services.AddDataProtection().SetApplicationName("haechi");
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(o =>
        {
            (o.Cookie.Name, o.Cookie.HttpOnly, o.Cookie.SameSite) = ("haechi-session", true, Microsoft.AspNetCore.Http.SameSiteMode.Lax);
            (o.ExpireTimeSpan, o.SlidingExpiration) = (TimeSpan.FromHours(9), true);
        });
        foreach (var module in WebParts.Of<IWebModule>())
        {
            module.Add(services);
        }
        more?.Invoke(builder);
        var app = builder.Build();
        app.Use(app.Services.GetRequiredService<DemoReady>().Wait);
        app.UseMiddleware<FaultMiddleware>();
        app.UseAuthentication();
        app.UseMiddleware<VisitMiddleware>();
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
