using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

internal sealed class CouncilModel : IModelPart
{
    public void Build(ModelBuilder model)
    {
        Bodies(model);
        Meetings(model);
        model.Entity<CouncilCase>(e =>
        {
            e.ToTable("council_case").HasKey(c => c.Id);
            e.Ignore(c => c.Title);
            e.HasIndex(c => c.Number).IsUnique();
            e.HasIndex(c => new { c.Body, c.State });
            e.HasIndex(c => c.System);
            e.HasIndex(c => c.RevalidateAt);
        });
        model.Entity<CouncilMotion>(e =>
        {
            e.ToTable("council_motion").HasKey(m => m.Id);
            e.HasIndex(m => new { m.Item, m.Number }).IsUnique();
        });
        // The key is what keeps a second vote out, whatever the program does.
        model.Entity<CouncilVote>(e => e.ToTable("council_vote").HasKey(v => new { v.Motion, v.Seat }));
        FollowUp(model);
    }

    private static void Bodies(ModelBuilder model)
    {
        model.Entity<CouncilBody>(e =>
        {
            e.ToTable("council_body").HasKey(b => b.Id);
            e.Ignore(b => b.Name);
            e.HasIndex(b => b.Parent);
        });
        model.Entity<CouncilRules>(e => e.ToTable("council_rules").HasKey(r => new { r.Body, r.Number }));
        model.Entity<CouncilSeat>(e =>
        {
            e.ToTable("council_seat").HasKey(s => s.Id);
            e.HasIndex(s => s.Body);
            e.HasIndex(s => s.Account);
        });
        model.Entity<CouncilInterest>(e =>
        {
            e.ToTable("council_interest").HasKey(i => i.Id);
            e.HasIndex(i => i.Account);
        });
    }

    private static void Meetings(ModelBuilder model)
    {
        model.Entity<CouncilMeeting>(e =>
        {
            e.ToTable("council_meeting").HasKey(m => m.Id);
            e.HasIndex(m => new { m.Body, m.Number }).IsUnique();
        });
        model.Entity<CouncilAttendance>(e => e.ToTable("council_attendance").HasKey(a => new { a.Meeting, a.Seat }));
        model.Entity<CouncilItem>(e =>
        {
            e.ToTable("council_item").HasKey(i => i.Id);
            e.HasIndex(i => new { i.Meeting, i.Position }).IsUnique();
            e.HasIndex(i => i.Case);
        });
        model.Entity<CouncilPin>(e =>
        {
            e.ToTable("council_pin").HasKey(p => p.Id);
            e.Property(p => p.Id).ValueGeneratedOnAdd();
            e.HasIndex(p => new { p.Item, p.Position }).IsUnique();
        });
        model.Entity<CouncilRecusal>(e =>
        {
            e.ToTable("council_recusal").HasKey(r => r.Id);
            e.HasIndex(r => r.Item);
        });
        model.Entity<CouncilNote>(e =>
        {
            e.ToTable("council_note").HasKey(n => n.Id);
            e.Property(n => n.Id).ValueGeneratedOnAdd();
            e.HasIndex(n => n.Item);
        });
    }

    private static void FollowUp(ModelBuilder model)
    {
        model.Entity<CouncilCondition>(e =>
        {
            e.ToTable("council_condition").HasKey(c => c.Id);
            e.HasIndex(c => new { c.Motion, c.Number }).IsUnique();
            e.HasIndex(c => c.System);
        });
        model.Entity<CouncilRecommendation>(e =>
        {
            e.ToTable("council_recommendation").HasKey(r => r.Id);
            e.HasIndex(r => new { r.Department, r.RepliedOn });
        });
        model.Entity<CouncilOrder>(e =>
        {
            e.ToTable("council_order").HasKey(o => o.Id);
            e.HasIndex(o => o.Number).IsUnique();
            e.HasIndex(o => new { o.System, o.EndedOn });
        });
    }
}
