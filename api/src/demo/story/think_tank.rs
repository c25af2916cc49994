//! Entries enough that a search has something to choose from: English, German, Chinese and Japanese, of accounts and of the
//! whole company.

use entity::knowledge_entry::{
    Audience::{self, AccountTeam, AllStaff, Triangle},
    KnowledgeType::{
        self, CompetitorBrief, Faq, HandoverNote, IndustryTrend, Lesson, NegotiationRecord, Playbook,
    },
};

use super::knowledge::Text;
use crate::demo::cast::{JONAS, MARTA, SALES, TECHNICAL, ZHANG};

const HARBOR: Option<&str> = Some("HARBOR");
const YUANHANG: Option<&str> = Some("YUANHANG");
const NORDWERK: Option<&str> = Some("NORDWERK");

const fn entry(
    (author, kind, home, audience): (&'static str, KnowledgeType, Option<&'static str>, Audience),
    title: &'static str,
    tags: &'static [&'static str],
    body: &'static str,
) -> Text {
    Text { author, kind, home, audience, title, body, tags, published: true }
}

pub(super) const TEXTS: [Text; 25] = [
    entry(
        (TECHNICAL, Playbook, None, AllStaff),
        "Renewing a certificate without an outage",
        &["certificate", "gateway", "TLS"],
        "1. List every machine that answers under the name: gateways, standby, the load balancer.\n\
         2. Install the new certificate beside the old one, on **all** of them, and test each before it takes messages.\n\
         3. Change over on a working day before noon, never on a Friday.\n\
         4. Watch the expiry of the intermediate certificate, too: TLS 1.3 clients refuse the whole chain.\n",
    ),
    entry(
        (TECHNICAL, Playbook, None, AllStaff),
        "Moving an EDI partner to a new gateway",
        &["EDI", "gateway", "migration"],
        "Run both gateways in parallel for a week and compare message counts every hour. EDI 856 and 810 first, because their \
         loss is noticed last. Keep the old address answering for 30 days: partners have it written down in places that \
         nobody remembers.\n",
    ),
    entry(
        (TECHNICAL, Playbook, None, AllStaff),
        "Preparing an executive visit within 24 hours",
        &["red channel", "visit"],
        "One page, no slides: what the customer lost, what was done by when, what we need from them. The delivery lead books \
         travel while the technical lead writes the page. Agree beforehand who speaks first and who takes notes.\n",
    ),
    entry(
        (TECHNICAL, Faq, None, AllStaff),
        "Questions about letters of commitment",
        &["letter", "commitment"],
        "**Who signs?** The executive lead; for an S account in SEV1 the chief executive.\n\n\
         **How many promises?** As many as we can keep. Each has an owner, a day and somebody at the customer who verifies it.\n\n\
         **What if a promise cannot be kept?** Tell the customer before the day, not after.\n",
    ),
    entry(
        (TECHNICAL, Faq, None, AllStaff),
        "レッドチャネルに関するよくある質問",
        &["レッドチャネル", "FAQ"],
        "**誰が開けますか。** 担当チーム、地域責任者、エスカレーション管理者、役員、または監視ボットです。\n\n\
         **障害の原因はいつ議論しますか。** 解決した後です。それまでは事実だけを記録します。\n\n\
         **お客様への連絡は。** 次回の報告時刻を約束し、必ず守ってください。\n",
    ),
    entry(
        (TECHNICAL, IndustryTrend, None, AllStaff),
        "Customs authorities move to machine-readable declarations",
        &["customs", "logistics"],
        "From next year three of our markets accept declarations only as signed XML. Customers with own brokers will ask for \
         test environments months earlier than for the software itself. An offer without a test environment loses.\n",
    ),
    entry(
        (ZHANG, IndustryTrend, None, AllStaff),
        "半導体製造装置：予知保全が標準になる",
        &["半導体", "予知保全"],
        "装置メーカー各社は、稼働率保証を契約に含め始めています。\n\n\
         - 部品の在庫より、遠隔診断の応答時間が評価されます。\n\
         - 見積もりには交付後の保守体制と担当者名を明記してください。\n\
         - 夜間の停止時間が三十分を超えると、値引き交渉になります。\n",
    ),
    entry(
        (ZHANG, IndustryTrend, None, AllStaff),
        "行业趋势：重工客户要求供应链数据本地化",
        &["数据合规", "装备制造"],
        "越来越多的集团客户要求交付数据存放在本国。\n\n- 投标文件里单独列出数据存放地点和访问人员。\n\
         - 远程诊断需要客户书面同意，提前准备模板。\n- 合同里写清楚跨境传输的审批流程。\n",
    ),
    entry(
        (JONAS, CompetitorBrief, None, AllStaff),
        "Wettbewerber: kostenlose Erstinstallation, teure Wartung",
        &["Wettbewerb", "Preis"],
        "Die Erstinstallation wird verschenkt, die Wartungsverträge steigen ab dem zweiten Jahr um 18 %. In drei Angeboten war \
         die Gesamtrechnung über fünf Jahre höher als unsere. **Hilfreich:** die Kosten je Betriebsstunde vergleichen.\n",
    ),
    entry(
        (MARTA, Lesson, None, AllStaff),
        "What a delayed acceptance test taught us",
        &["acceptance", "delivery"],
        "The acceptance test slipped by three weeks because the customer's test data came from a system that was being \
         replaced. Ask for test data at the kick-off, name the owner, and check it in the second week.\n",
    ),
    entry(
        (MARTA, Lesson, None, AllStaff),
        "交付验收延期的教训：测试数据要提前确认",
        &["交付", "验收"],
        "验收延期三周，原因是客户的测试数据来自正在更换的系统。\n\n1. 项目启动会上确认测试数据的负责人。\n\
         2. 第二周检查数据是否可用。\n3. 交付计划里为数据准备单独留出时间。\n",
    ),
    entry(
        (SALES, NegotiationRecord, HARBOR, Triangle),
        "Harbor Lights: first round of the renewal",
        &["renewal", "pricing"],
        "They ask for a named engineer on call and a standby gateway. Price was not mentioned once. The head of operations \
         wants the contract to end with their fiscal year, in June.\n",
    ),
    entry(
        (SALES, NegotiationRecord, HARBOR, Triangle),
        "Harbor Lights: what procurement said about payment terms",
        &["payment", "pricing"],
        "Sixty days are a rule of the group; ninety are what they ask of everybody and get from few. A discount of one per \
         cent for thirty days interested them more than any price cut.\n",
    ),
    entry(
        (TECHNICAL, Playbook, HARBOR, AccountTeam),
        "Harbor Lights: how to restart the customs interface",
        &["customs", "gateway", "night shift"],
        "Call the night desk first (+31 20 555 0147). Stop the queue, restart the gateway, let ten messages through and compare \
         the answers before you open the queue. A full restart takes 12 minutes; tell them 20.\n",
    ),
    entry(
        (TECHNICAL, Lesson, HARBOR, AccountTeam),
        "Harbor Lights: why the standby gateway did not take over",
        &["gateway", "certificate"],
        "The standby had an expired certificate since spring. Nobody looked, because it never carried load. Since then it takes \
         one hour of traffic every Tuesday.\n",
    ),
    entry(
        (SALES, HandoverNote, HARBOR, AccountTeam),
        "Harbor Lights: who decides what",
        &["stakeholders", "handover"],
        "Ms de Vries runs customs and is heard by the board. Mr Bakker signs, but asks her first. The works council wants to \
         know of night work two weeks ahead.\n",
    ),
    entry(
        (SALES, Playbook, YUANHANG, AccountTeam),
        "远航重工：升级窗口与月末结算周",
        &["升级", "交付"],
        "升级必须避开每月最后五个工作日。提前两周提交申请，生产总监和信息部都要签字。现场准备一名可以回退的工程师，回退演练做过才算准备好。\n",
    ),
    entry(
        (SALES, NegotiationRecord, YUANHANG, Triangle),
        "远航重工：续约第一轮谈判要点",
        &["续约", "报价"],
        "对方先问交付能力，后问报价。采购部希望把备件价格写进主合同；我们只同意锁定一年。付款周期从九十天谈到六十天。\n",
    ),
    entry(
        (ZHANG, Faq, YUANHANG, AccountTeam),
        "远航重工：接口常见问题与 EDI 报文",
        &["接口", "EDI"],
        "**订单重复怎么办？** 先查去重键，再查 EDI 850 报文的发送时间。\n\n**TLS 证书何时更换？** 每年三月，信息部王工负责，提前一个月提醒。\n",
    ),
    entry(
        (ZHANG, CompetitorBrief, YUANHANG, AccountTeam),
        "远航重工：竞争对手的低价试用方案",
        &["竞争", "价格"],
        "对手提供六个月免费试用，但数据导出另外收费。客户生产部门更看重夜间支持，我们的优势是四十分钟到场。\n",
    ),
    entry(
        (JONAS, Playbook, NORDWERK, AccountTeam),
        "Nordwerk: Besuche und Betriebsrat",
        &["Besuch", "Betriebsrat"],
        "Besuche in der Fertigung brauchen zwei Wochen Vorlauf, weil der Betriebsrat zustimmt. Herr Vogel bereitet vor, Frau \
         Krüger entscheidet. Unterlagen auf Deutsch, eine Seite, keine Folien.\n",
    ),
    entry(
        (JONAS, NegotiationRecord, NORDWERK, Triangle),
        "Nordwerk: Verhandlung über die Nachrüstung der Linie 4",
        &["Nachrüstung", "Angebot"],
        "Das Angebot über die Nachrüstung liegt seit März bei Frau Krüger. Sie zahlt keinen Aufpreis für Expresslieferung, aber \
         sie nimmt eine Verlängerung des Wartungsvertrags um zwei Jahre.\n",
    ),
    entry(
        (TECHNICAL, Lesson, NORDWERK, AccountTeam),
        "Nordwerk: abgelaufene Zertifikate an der Schnittstelle",
        &["Zertifikat", "Schnittstelle"],
        "Zwei Zertifikate liefen am selben Tag ab, eines davon auf dem Ersatzgerät. Seither steht der Ablauf jedes Zertifikats \
         im Kalender der technischen Leitung, mit vier Wochen Vorlauf.\n",
    ),
    entry(
        (TECHNICAL, Faq, NORDWERK, AccountTeam),
        "Nordwerk: häufige Fragen zur Abnahme",
        &["Abnahme", "Lieferung"],
        "**Wer unterschreibt die Abnahme?** Frau Krüger, nach einem Probelauf von fünf Tagen.\n\n**Was gilt bei Lieferverzug?** \
         Ab dem dritten Tag eine Vertragsstrafe von einem halben Prozent je Woche, höchstens fünf.\n",
    ),
    entry(
        (JONAS, HandoverNote, NORDWERK, AccountTeam),
        "Nordwerk: offene Punkte im Vertrag",
        &["Vertrag", "handover"],
        "Der Rahmenvertrag endet im September und verlängert sich um ein Jahr, wenn niemand drei Monate vorher kündigt. Die \
         Preisgleitklausel hängt am Stahlindex; die letzte Anpassung ist noch nicht berechnet.\n",
    ),
];
