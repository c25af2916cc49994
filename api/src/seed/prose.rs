//! What people write: titles and texts of knowledge, of incidents and of their timelines.

use entity::knowledge_entry::KnowledgeType;

use super::{dice::Dice, words::Language};

/// Titles of incidents.
pub(super) const TROUBLES: [&str; 14] = [
    "Order intake has been down since the night",
    "Second failed acceptance of the packaging line",
    "Customer threatens to terminate over late deliveries",
    "Personal data of dealers visible to other dealers",
    "Spare parts for the press arrive damaged again",
    "生产线停机，客户要求两小时内答复",
    "系统升级后订单重复下发",
    "客户高层投诉交付延期",
    "Serienfehler in der Steuerung, Auslieferung gestoppt",
    "Invoice run sent wrong prices to 40 branches",
    "Gateway loses messages under load",
    "Customs papers missing for three containers",
    "Service desk has not called back for two days",
    "Regelmäßige Ausfälle der Schnittstelle am Monatsende",
];

/// What customers ask, in a line.
pub(super) const DEMANDS: [&str; 12] = [
    "When does the second delivery arrive?",
    "Which ports must be open for the new gateway?",
    "An offer for ten more licences until the end of the month",
    "The acceptance sheet lacks a signature",
    "Who is on call over the holidays?",
    "新厂房需要哪些接口文档？",
    "请提供备件两年框架报价",
    "交付日期能否提前一周？",
    "Angebot für die Wartung der zweiten Halle",
    "Welche Daten verlassen das Haus bei der Ferndiagnose?",
    "Move the training of the night shift by a week",
    "The invoice names the wrong cost centre",
];

/// What happened, in words.
pub(super) const ACCOUNTS_OF_TROUBLE: [&str; 5] = [
    "The customer's plant manager called the account responsible. The workaround costs them a shift a day and they \
     expect a named person today.",
    "Found by monitoring before the customer did. Impact grows with every hour because the backlog is not worked off.",
    "客户电话反馈，业务影响范围正在扩大。已启动临时方案，但无法覆盖全部工厂，需要现场支持。",
    "Der Kunde hat schriftlich Frist gesetzt. Technisch ist der Fehler eingegrenzt, die Ursache noch nicht.",
    "Third complaint of this kind in a quarter. Nobody doubts the technology, but trust is going.",
];

/// Lines of timelines.
pub(super) const LINES: [&str; 12] = [
    "Customer confirms the impact and names a contact on their side.",
    "Remote session opened; logs of the last 24 hours saved.",
    "Workaround is in place at two of five sites.",
    "现场工程师已到达客户工厂，开始排查。",
    "备用链路切换完成，业务恢复 60%。",
    "Call with the customer's head of operations: next update in four hours.",
    "Replacement part left the warehouse, tracking number shared.",
    "Ursache liegt in der Zertifikatskette; Austausch läuft.",
    "Fix deployed to the test system, customer's key users are testing.",
    "Backlog worked off; figures agree with the customer's own count.",
    "Customer asks for a written summary for their board.",
    "客户确认问题解决，同意观察 48 小时。",
];

/// What a review says.
pub(super) const REVIEWS: [&str; 3] = [
    "The trouble began with a change that was tested without the customer's load. It was seen late because nobody \
     watched that queue. Both are changed.",
    "变更流程缺少回退方案，监控阈值过高。已补充回退步骤并调整告警。",
    "Ursache war ein abgelaufenes Zertifikat. Die Überwachung der Laufzeiten ist eingerichtet.",
];

/// Tags of knowledge.
pub(super) const TAGS: [&str; 14] = [
    "pricing",
    "renewal",
    "migration",
    "delivery",
    "合同",
    "价格",
    "交付",
    "quality",
    "security",
    "competitor",
    "Schulung",
    "service level",
    "价值主张",
    "executive",
];

struct Phrases {
    titles: &'static [&'static str],
    sentences: &'static [&'static str],
    heading: &'static str,
}

const ENGLISH: Phrases = Phrases {
    titles: &[
        "What the buyers really compare",
        "How the last renewal was won",
        "Lessons from the warehouse move",
        "Where the market for retrofits goes",
        "Questions that come in every acceptance test",
        "What a successor must know first",
        "How the rival prices its service",
    ],
    sentences: &[
        "The decision is prepared by the technical buyer and taken by the head of operations, who reads one page.",
        "They accept a higher price when the delivery date is a promise with a name behind it.",
        "Two of the three objections in the last round were about the interface, not about the offer.",
        "Do not open with the discount; they take it for granted and then begin to negotiate.",
        "The service contract is due in the second quarter and the notice period is three months.",
        "Their own figures differ from ours by the returns, which they book a month later.",
        "A visit to the reference plant did more than four presentations.",
        "The new purchasing rules ask for a second source from a certain volume upwards.",
        "Whoever calls the plant directly is stopped by the works council, so agree on visits early.",
        "Quality complaints went down by half once the packing list was printed in their language.",
    ],
    heading: "What to do with it",
};

const CHINESE: Phrases = Phrases {
    titles: &[
        "客户决策链与关键人分析",
        "续约谈判要点记录",
        "产线改造项目经验教训",
        "行业趋势：设备服务化",
        "验收测试常见问题",
        "接手客户必读",
        "竞争对手报价策略",
    ],
    sentences: &[
        "采购部门负责比价，最终由运营副总裁拍板，他更看重交付承诺而不是折扣。",
        "上一轮谈判中，客户三次提到接口稳定性，这是他们真正的痛点。",
        "不要先谈价格，先确认需求背后的业务目标，再给出分阶段的方案。",
        "合同第二季度到期，提前三个月书面通知，否则自动续约一年。",
        "客户对现场服务的响应时间非常敏感，夜班负责人可以直接联系。",
        "参观样板工厂之后，客户的态度明显转变，建议每年安排一次。",
        "新的采购制度要求超过一定金额必须有第二供应商。",
        "对账差异主要来自退货入账时间，客户晚一个月记账。",
        "技术负责人支持我们，但需要我们提供可以向上汇报的数据。",
        "建议由销售、方案、交付三方共同拜访，避免口径不一致。",
    ],
    heading: "下一步建议",
};

const GERMAN: Phrases = Phrases {
    titles: &[
        "Wer beim Kunden wirklich entscheidet",
        "Wie die letzte Verlängerung gelang",
        "Lehren aus dem Werksumzug",
        "Wohin sich der Markt für Umrüstungen bewegt",
        "Häufige Fragen bei der Abnahme",
        "Was ein Nachfolger zuerst wissen muss",
    ],
    sentences: &[
        "Der Einkauf vergleicht Preise, entschieden wird in der Produktion.",
        "Ein Termin gilt dort nur, wenn eine Person mit Namen dafür einsteht.",
        "In der letzten Runde betrafen zwei von drei Einwänden die Schnittstelle.",
        "Der Wartungsvertrag läuft im zweiten Quartal aus, die Kündigungsfrist beträgt drei Monate.",
        "Besuche im Werk müssen früh mit dem Betriebsrat abgestimmt werden.",
        "Nach der Führung im Referenzwerk war die Technik kein Thema mehr.",
        "Reklamationen halbierten sich, seit die Packliste auf Deutsch gedruckt wird.",
        "Ab einem bestimmten Volumen verlangt die neue Einkaufsrichtlinie eine zweite Quelle.",
    ],
    heading: "Was daraus folgt",
};

fn phrases(language: Language) -> &'static Phrases {
    match language {
        Language::English => &ENGLISH,
        Language::Chinese => &CHINESE,
        Language::German => &GERMAN,
    }
}

/// A title, and what it is about.
pub(super) fn title(dice: &mut Dice, language: Language, about: &str) -> String {
    let title = dice.pick(phrases(language).titles);
    match language {
        Language::Chinese => format!("{about}：{title}"),
        _ => format!("{about}: {title}"),
    }
}

/// About a kilobyte of Markdown.
pub(super) fn body(dice: &mut Dice, language: Language, kind: KnowledgeType) -> String {
    let phrases = phrases(language);
    let (joint, paragraphs) = match kind {
        KnowledgeType::Faq => ("\n- ", 2),
        _ => (" ", 3),
    };
    let mut last = dice.below(phrases.sentences.len());
    let mut sentence = || {
        // Another one than the last.
        last = (last + 1 + dice.below(phrases.sentences.len() - 1)) % phrases.sentences.len();
        phrases.sentences[last]
    };
    let mut text = String::with_capacity(1_200);
    for _ in 0..paragraphs {
        let some = [sentence(), sentence(), sentence()];
        text.push_str(&some.join(joint));
        text.push_str("\n\n");
    }
    text.push_str("## ");
    text.push_str(phrases.heading);
    for _ in 0..2 {
        text.push_str("\n\n- ");
        text.push_str(sentence());
    }
    text
}
