//! What the company knows: entries in English and Chinese, for several audiences, published and in the making.

use chrono::TimeDelta;
use entity::{
    id::{IncidentId, KnowledgeEntryId},
    knowledge_entry::{Audience, KnowledgeType},
};

use super::{Story, Told, accounts::Accounts, think_tank, trust::Shelf};
use crate::{
    demo::cast::{EXECUTIVE, JONAS, SALES, TECHNICAL, ZHANG},
    domain::knowledge::{DraftEntry, LinkEntry, PublishEntry, ReviseEntry, Target},
};

/// An entry of the story.
pub(super) struct Text {
    pub(super) author: &'static str,
    pub(super) kind: KnowledgeType,
    pub(super) home: Option<&'static str>,
    pub(super) audience: Audience,
    pub(super) title: &'static str,
    pub(super) body: &'static str,
    pub(super) tags: &'static [&'static str],
    pub(super) published: bool,
}

const FIRST_HOUR: &str = "\
1. **Acknowledge within the target.** Whoever acknowledges talks to the customer, not to us.\n\
2. Write down what is known, without causes and without names.\n\
3. Ask the escalation manager for an executive lead as soon as a visit is likely.\n\
4. Promise the next update, not the solution, and keep the promise to the minute.\n\n\
Who is to blame is a question for after the solution; the timeline refuses it before.\n";

const TREND: &str = "\
设备制造商正在从一次性销售转向按使用付费。\n\n\
- 客户希望把资本支出变成运营支出，因此更关心可用率而不是采购价。\n\
- 服务合同会成为主要利润来源，备件和远程诊断的响应时间写进合同。\n\
- 对我们的影响：报价需要交付团队一起测算，销售单独报价的时代结束了。\n";

const HARBOR_TALKS: &str = "\
Renewal, second round, at the customer's.\n\n\
- They open with a price cut of 12 %. Their own board expects 5 %.\n\
- The real worry is the night shift: no outage longer than 30 minutes, with a named person on call.\n\
- They accept a higher service fee if the standby gateway is part of it.\n\
- Notice period: three months, in writing, to the head of procurement.\n";

const YUANHANG_TALKS: &str = "\
第二轮谈判要点。\n\n\
- 对方采购总监提出降价 8%，底线大约是 4%。\n\
- 真正的顾虑是升级窗口：必须避开月末结算周。\n\
- 生产总监支持我们，但需要一份可以向集团汇报的一页纸方案。\n\
- 合同到期前三个月书面通知，否则自动续约一年。\n";

const RIVAL: &str = "\
They price the software at zero and earn on service hours. In the last three tenders their second year was dearer than ours.\n\n\
**What works:** compare the cost of five years, with their own service rates. **What does not:** talking about features.\n";

const ANSWERS: &str = "\
**Who may open a red channel?** Whoever serves the account, its director, an escalation manager, an executive, or a bot.\n\n\
**What if the account has no tier?** Report all the same; a director or an executive decides whether the channel opens.\n";

const MORE_ANSWERS: &str = "\
**Who may open a red channel?** Whoever serves the account, its director, an escalation manager, an executive, or a bot.\n\n\
**What if the account has no tier?** Report all the same; a director or an executive decides whether the channel opens.\n\n\
**May we help from afar?** Yes, if somebody at the customer agrees; note who and to what.\n";

const HANDOVER: &str = "\
Open when I left: the acceptance of line 4, the offer for the retrofit, the empty delivery seat.\n\n\
Ms Krüger decides, Mr Vogel prepares. Visits need two weeks' notice because of the works council.\n";

const BOARD_NOTE: &str = "\
Three accounts carry 31 % of the margin. For each of them a second executive should know the customer's board before the year \
ends.\n";

const LESSON: &str = "\
**教训：** 升级演练必须包括断连重试。\n\n\
1. 接口一律带去重键，接收方按键忽略重复订单。\n\
2. 升级清单增加“拔网线”一步，由客户 IT 现场确认。\n\
3. 同一订单第二次出现时立即告警，不等客户停线。\n";

const TEXTS: [Text; 8] = [
    Text {
        author: TECHNICAL,
        kind: KnowledgeType::Playbook,
        home: None,
        audience: Audience::AllStaff,
        title: "The first hour of a red channel",
        body: FIRST_HOUR,
        tags: &["red channel", "escalation"],
        published: true,
    },
    Text {
        author: ZHANG,
        kind: KnowledgeType::IndustryTrend,
        home: None,
        audience: Audience::AllStaff,
        title: "行业趋势：设备服务化与按使用付费",
        body: TREND,
        tags: &["装备制造", "价格"],
        published: true,
    },
    Text {
        author: SALES,
        kind: KnowledgeType::NegotiationRecord,
        home: Some("HARBOR"),
        audience: Audience::Triangle,
        title: "Harbor Lights: second round of the renewal",
        body: HARBOR_TALKS,
        tags: &["renewal", "pricing"],
        published: true,
    },
    Text {
        author: TECHNICAL,
        kind: KnowledgeType::CompetitorBrief,
        home: Some("HARBOR"),
        audience: Audience::AccountTeam,
        title: "How the rival prices its service at the harbour",
        body: RIVAL,
        tags: &["competitor", "pricing"],
        published: true,
    },
    Text {
        author: SALES,
        kind: KnowledgeType::NegotiationRecord,
        home: Some("YUANHANG"),
        audience: Audience::Triangle,
        title: "远航重工：续约第二轮谈判要点",
        body: YUANHANG_TALKS,
        tags: &["续约", "合同"],
        published: true,
    },
    Text {
        author: TECHNICAL,
        kind: KnowledgeType::Faq,
        home: None,
        audience: Audience::AllStaff,
        title: "Questions about the red channel",
        body: ANSWERS,
        tags: &["red channel"],
        published: true,
    },
    Text {
        author: JONAS,
        kind: KnowledgeType::HandoverNote,
        home: Some("NORDWERK"),
        audience: Audience::AccountTeam,
        title: "Nordwerk: what a successor must know first",
        body: HANDOVER,
        tags: &["handover"],
        published: false,
    },
    Text {
        author: EXECUTIVE,
        kind: KnowledgeType::Playbook,
        home: None,
        audience: Audience::Executives,
        title: "Whom the board should know at the three largest accounts",
        body: BOARD_NOTE,
        tags: &["executive"],
        published: false,
    },
];

const TAUGHT: Text = Text {
    author: ZHANG,
    kind: KnowledgeType::Lesson,
    home: Some("YUANHANG"),
    audience: Audience::AccountTeam,
    title: "升级断连导致订单重复的教训",
    body: LESSON,
    tags: &["升级", "接口", "quality"],
    published: true,
};

/// Tells what was written before anything went wrong.
pub(super) async fn tell(story: &Story<'_>, accounts: &Accounts, shelf: &mut Shelf) -> Told<()> {
    for (day, text) in (0..).zip(&think_tank::TEXTS) {
        story.reach(TimeDelta::hours(27 * 24) - TimeDelta::hours(day)).await?;
        shelf.put(text, write(story, accounts, text).await?);
    }
    for (day, text) in (0..).zip(&TEXTS) {
        story.reach(TimeDelta::days(26) - TimeDelta::hours(14 * day)).await?;
        let (id, mut version) = write(story, accounts, text).await?;
        if text.kind == KnowledgeType::Faq {
            story.wait(300).await?;
            let body = Some(MORE_ANSWERS.to_owned());
            let command = ReviseEntry { id, expected_version: version, title: None, body, tags: None };
            story.services.knowledge().revise(story.viewer(text.author)?, &command).await?;
            version += 1;
        }
        shelf.put(text, (id, version));
    }
    Ok(())
}

/// Tells what an incident taught.
pub(super) async fn tell_the_lesson(story: &Story<'_>, accounts: &Accounts, from: IncidentId) -> Told<()> {
    story.reach(TimeDelta::days(3)).await?;
    let (id, expected_version) = write(story, accounts, &TAUGHT).await?;
    let command = LinkEntry { id, expected_version, target: Target::Incident(from) };
    story.services.knowledge().link(story.viewer(TAUGHT.author)?, &command).await?;
    Ok(())
}

/// Writes an entry and publishes it, if it is ready. Gives its id and version.
pub(super) async fn write(
    story: &Story<'_>,
    accounts: &Accounts,
    text: &Text,
) -> Told<(KnowledgeEntryId, i32)> {
    let author = story.viewer(text.author)?;
    let command = DraftEntry {
        kind: text.kind,
        home: text.home.map(|code| accounts.id(code)).transpose()?,
        audience: Some(text.audience),
        title: text.title.to_owned(),
        body: text.body.to_owned(),
        tags: text.tags.iter().map(|tag| (*tag).to_owned()).collect(),
        idempotency: None,
    };
    let id = KnowledgeEntryId(story.services.knowledge().draft(author, &command).await?.id);
    if !text.published {
        return Ok((id, 1));
    }
    story.wait(90).await?;
    story.services.knowledge().publish(author, &PublishEntry { id, expected_version: 1 }).await?;
    Ok((id, 2))
}
