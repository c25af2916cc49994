//! Incidents: what is over, and what runs today.

use chrono::TimeDelta;
use entity::{
    id::{AccountId, IncidentId},
    incident::Severity,
    timeline_entry::TimelineKind,
};

use super::{Story, Told, accounts::Accounts, letter};
use crate::{
    demo::cast::{DELIVERY, DIRECTOR, ESCALATION, EXECUTIVE, JONAS, MARTA, SALES, TECHNICAL, ZHANG},
    domain::{
        access::Viewer,
        incident::{AddEntry, Advance, ReportIncident, Responder, StaffChange, Target, rules::Step},
    },
};

/// An incident in the making.
struct Incident<'a> {
    story: &'a Story<'a>,
    id: IncidentId,
    version: i32,
}

impl<'a> Incident<'a> {
    async fn report(
        story: &'a Story<'_>,
        by: &Viewer,
        account: AccountId,
        severity: Severity,
        (title, description): (&str, &str),
    ) -> Told<Self> {
        let command = ReportIncident {
            dedupe_key: None,
            account,
            title: title.to_owned(),
            description: description.to_owned(),
            severity,
            occurred_at: Some(story.clock.now() - TimeDelta::minutes(10)),
            idempotency: None,
        };
        let made = story.services.incidents().report(by, &command).await?;
        Ok(Self { story, id: IncidentId(made.id), version: 1 })
    }

    fn target(&mut self) -> Target {
        self.version += 1;
        Target { incident: self.id, expected_version: self.version - 1, idempotency: None }
    }

    /// So many minutes later somebody takes a step.
    async fn take(&mut self, minutes: i64, email: &str, step: Step) -> Told<()> {
        self.story.live(minutes).await?;
        let command = Advance { target: self.target(), step, occurred_at: None };
        self.story.services.incidents().advance(self.story.viewer(email)?, &command).await?;
        Ok(())
    }

    /// So many minutes later the escalation manager changes who works on it.
    async fn staff(&mut self, minutes: i64, change: StaffChange) -> Told<()> {
        self.story.live(minutes).await?;
        let (target, manager) = (self.target(), self.story.viewer(ESCALATION)?);
        self.story.services.incidents().staff(manager, &target, &change).await?;
        Ok(())
    }

    /// So many minutes later somebody writes a line.
    async fn write(&self, minutes: i64, by: &Viewer, kind: TimelineKind, body: &str) -> Told<()> {
        self.story.live(minutes).await?;
        let command =
            AddEntry { incident: self.id, kind, body: body.to_owned(), occurred_at: None, idempotency: None };
        self.story.services.incidents().add_entry(by, &command).await?;
        Ok(())
    }
}

fn noted(note: &str) -> Option<String> {
    Some(note.to_owned())
}

/// Tells of incidents that are over, and gives the one that taught a lesson.
pub(super) async fn tell_of_the_past(story: &Story<'_>, accounts: &Accounts) -> Told<IncidentId> {
    story.live_until(TimeDelta::days(20)).await?;
    let closed = stopped_line(story, accounts).await?;
    story.live_until(TimeDelta::days(12)).await?;
    let what =
        ("Printer on line 4 reports wrong paper size", "Seen by monitoring three times within an hour.");
    let account = accounts.id("NORDWERK")?;
    let mut declined = Incident::report(story, story.bot()?, account, Severity::Sev3, what).await?;
    let reason = "a known fault of the printer's driver; the service desk replaces it this week".to_owned();
    declined.take(25, ESCALATION, Step::Decline { reason }).await?;
    story.live_until(TimeDelta::days(5)).await?;
    let damaged = damaged_parts(story, accounts).await?;
    letter::tell(story, damaged).await?;
    Ok(closed)
}

/// Closed after remote help.
async fn stopped_line(story: &Story<'_>, accounts: &Accounts) -> Told<IncidentId> {
    let what = (
        "系统升级后订单重复下发，二号产线停机",
        "夜间升级完成后，接口重复推送了 400 多张订单，客户主动停线核对。临时方案：手工过滤，效率约为平时的三成。",
    );
    let account = accounts.id("YUANHANG")?;
    let mut incident = Incident::report(story, story.viewer(ZHANG)?, account, Severity::Sev2, what).await?;
    incident.take(8, ESCALATION, Step::Triage { severity: Severity::Sev2, note: None }).await?;
    incident.take(4, ESCALATION, Step::Activate { override_reason: None }).await?;
    incident
        .take(11, SALES, Step::Acknowledge { note: noted("已联系客户生产总监，每四小时通报一次") })
        .await?;
    incident.staff(40, StaffChange::NameLead(story.id(EXECUTIVE)?)).await?;
    incident.take(30, ZHANG, Step::Mobilise { note: None }).await?;
    let consent_name = "李工（客户 IT 经理）".to_owned();
    let consent_note = noted("电话同意先远程排查，两小时内无进展则派人到现场");
    incident.take(25, ZHANG, Step::AcceptRemote { consent_name, consent_note }).await?;
    let zhang = story.viewer(ZHANG)?;
    let cause = "接口重试逻辑没有去重键，升级时的短暂断连触发了全量重推。";
    incident.write(50, zhang, TimelineKind::TechnicalCause, cause).await?;
    incident.take(35, ZHANG, Step::Contain { note: noted("已关闭自动重推，重复订单清理完毕") }).await?;
    let news = "二号产线恢复运行，客户确认订单数量一致。";
    incident.write(90, story.viewer(SALES)?, TimelineKind::CustomerUpdate, news).await?;
    incident.take(20, ZHANG, Step::Resolve { note: None }).await?;
    let review = "升级前的演练没有覆盖断连重试。现在接口带有去重键，升级清单增加了断连演练，监控会在同一订单第二次出现时告警。";
    let close = Step::Close {
        review: review.to_owned(),
        waiver_reason: noted("客户对远程处理表示满意，复盘报告已当面确认，不需要承诺书"),
        lesson_waiver_reason: noted("经验教训待升级清单修订后另文发布"),
    };
    incident.take(2 * 24 * 60, EXECUTIVE, close).await?;
    Ok(incident.id)
}

/// Resolved on site; its letter is with the customer, and nobody has reviewed it yet.
async fn damaged_parts(story: &Story<'_>, accounts: &Accounts) -> Told<IncidentId> {
    let what =
        ("冲压线备件第三次到货破损", "六周内第三次到货密封件破损，客户冲压分厂总经理已致函我方董事会。");
    let account = accounts.id("YUANHANG")?;
    let mut incident = Incident::report(story, story.viewer(SALES)?, account, Severity::Sev3, what).await?;
    incident
        .take(45, ESCALATION, Step::Triage { severity: Severity::Sev2, note: noted("trust is at stake") })
        .await?;
    incident.take(5, ESCALATION, Step::Activate { override_reason: None }).await?;
    incident.take(20, MARTA, Step::Acknowledge { note: None }).await?;
    incident.staff(60, StaffChange::NameLead(story.id(EXECUTIVE)?)).await?;
    incident.take(120, MARTA, Step::Mobilise { note: None }).await?;
    let marta = story.viewer(MARTA)?;
    for (minutes, news) in [
        (
            200,
            "Flights booked: we are there tomorrow afternoon. The forwarder has been asked for photographs.",
        ),
        (440, "The photographs show crates stacked two high. Replacement seals are reserved in Suzhou."),
    ] {
        incident.write(minutes, marta, TimelineKind::TeamUpdate, news).await?;
    }
    incident
        .take(440, MARTA, Step::ArriveOnSite { note: noted("met the plant manager at the gate") })
        .await?;
    let news = "All eleven crates are opened together with receiving; the list is ready by the evening.";
    incident.write(10, marta, TimelineKind::TeamUpdate, news).await?;
    let news = "三人小组已到现场，今天与贵方收货部门共同开箱；检查结束后再次通报。";
    incident.write(10, story.viewer(SALES)?, TimelineKind::CustomerUpdate, news).await?;
    let finding = "The forwarder stacks our crates although the label forbids it. Photographs taken.";
    incident.write(100, marta, TimelineKind::Fact, finding).await?;
    incident
        .take(6 * 60, MARTA, Step::Resolve { note: noted("parts replaced, another forwarder from Monday") })
        .await?;
    Ok(incident.id)
}

/// Tells of what is open now.
pub(super) async fn tell_of_today(story: &Story<'_>, accounts: &Accounts) -> Told<()> {
    story.live_until(TimeDelta::hours(6)).await?;
    let what = (
        "Alignment unit drifts, yield down by a fifth",
        "The customer asks for a specialist this week and has no contract that entitles them.",
    );
    let director = story.viewer(DIRECTOR)?;
    let mut waiting = Incident::report(story, director, accounts.id("SAKURA")?, Severity::Sev2, what).await?;
    waiting.take(20, ESCALATION, Step::Triage { severity: Severity::Sev2, note: None }).await?;

    story.live_until(TimeDelta::hours(3)).await?;
    let what = ("Invoices show the initials of other clinics' patients", "Found by the customer's auditor.");
    Incident::report(story, story.viewer(JONAS)?, accounts.id("MAPLE")?, Severity::Sev2, what).await?;

    // Its last news is so old that a clock warns five minutes after the start.
    story.live_until(TimeDelta::minutes(128)).await?;
    stopped_terminal(story, accounts).await
}

/// The one that runs: a whole terminal stands still.
async fn stopped_terminal(story: &Story<'_>, accounts: &Accounts) -> Told<()> {
    let what = (
        "Terminal 2 stands still: no crane accepts orders",
        "The order gateway answers nothing since 10 minutes. 14 ships wait; each hour costs the customer six figures.",
    );
    let harbor = accounts.id("HARBOR")?;
    let mut incident = Incident::report(story, story.bot()?, harbor, Severity::Sev1, what).await?;
    incident
        .take(5, ESCALATION, Step::Triage { severity: Severity::Sev1, note: noted("confirmed by phone") })
        .await?;
    incident.take(2, ESCALATION, Step::Activate { override_reason: None }).await?;
    let note = noted("on the call with the terminal's control room");
    incident.take(6, TECHNICAL, Step::Acknowledge { note }).await?;
    let technical = story.viewer(TECHNICAL)?;
    let fact = "Both gateways answer pings, neither takes connections: all sessions are held by one client.";
    incident.write(9, technical, TimelineKind::Fact, fact).await?;
    incident.staff(6, StaffChange::NameLead(story.id(EXECUTIVE)?)).await?;
    let duty = Some("database and gateways".to_owned());
    incident.staff(3, StaffChange::Add(Responder { user: story.id(ZHANG)?, duty })).await?;
    incident
        .take(12, DELIVERY, Step::Mobilise { note: noted("team of four leaves Rotterdam at once") })
        .await?;
    let said = "“If the night shift cannot load, we call the other vendor.” (head of operations)";
    incident.write(14, story.viewer(SALES)?, TimelineKind::CustomerStatement, said).await?;
    let update =
        "Standby gateway started with a fresh configuration; first crane answers. Next update in two hours.";
    incident.write(16, technical, TimelineKind::TeamUpdate, update).await
}
