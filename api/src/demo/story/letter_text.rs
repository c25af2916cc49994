//! What the letter about the damaged parts says, in English and in Chinese.

use chrono::TimeDelta;

use super::letter::Facts;
use crate::domain::letter::document::{Compensation, LetterText, Promise, ResponseLine};

/// Who at the customer verifies.
pub(super) const VERIFIER: &str = "赵凯先生";

/// When which step was taken, in hours before the parts were replaced.
const STEPS: [i64; 4] = [29, 26, 8, 0];

/// After how many days from the end of the story each promise is due, and whether it prevents.
const DUE: [(u64, bool); 4] = [(3, true), (1, true), (21, true), (45, false)];

/// The words of a language.
struct Words {
    addressee: &'static str,
    issue: &'static str,
    impact: &'static str,
    response: [&'static str; 4],
    remedy: &'static str,
    root_cause: &'static str,
    /// Action, measure, evidence.
    promises: [[&'static str; 3]; 4],
    /// Delivery, sales, technical.
    roles: [&'static str; 3],
    compensation: &'static str,
    contact: &'static str,
}

const ENGLISH: Words = Words {
    addressee: "Mr Zhao Kai, general manager of the press works",
    issue: "“This is the third delivery in six weeks with broken seals. If the next crate arrives open, we stop the press line, \
            and we will have to talk about the contract.”",
    impact: "Press line 2 ran at two thirds of its speed for nine shifts. **1,240 parts were not made**, and you had to announce \
             a late delivery to your own customer.",
    response: [
        "Your call with our sales lead and our technical lead",
        "A team of three left Suzhou for your plant, led by Elena Petrova",
        "Inspection of all eleven crates together with your receiving department, with photographs",
        "Damaged parts replaced from our stock in Suzhou; press line 2 back at full speed",
    ],
    remedy: "- All damaged seals were replaced at our cost, and the remaining parts of the series were inspected.\n\
             - From now on another forwarder carries your deliveries.\n\
             - Until further notice two people inspect every crate before it leaves our depot.",
    root_cause: "The forwarder stacked our crates although their label forbids it. We did not notice, because nobody on our side \
                 owned the step between packing and loading, and your first two complaints were treated as single cases. That was \
                 our mistake.",
    promises: [
        [
            "Photograph every crate before it is sealed, and send you the pictures with the shipping note",
            "All crates of the replacement delivery arrive with their pictures, and undamaged",
            "Shipping notes and the record of your receiving department",
        ],
        [
            "Fit shock recorders into all crates with parts for the press",
            "Each crate arrives with a record; none above 25 g",
            "Records, handed over with the crate",
        ],
        [
            "Keep two full sets of seals for press line 2 in our stock in Suzhou",
            "You can count them at any time; delivery within four hours",
            "Weekly stock report",
        ],
        [
            "Treat the second complaint about the same article within ninety days as a red channel of its own",
            "Our complaint process says so, and both our teams have practised it once",
            "Minutes of the exercise",
        ],
    ],
    roles: ["Delivery lead", "Sales lead", "Technical lead"],
    compensation: "A credit for the nine shifts, set off against the next invoice.",
    contact: "林悦, sales lead, +86 512 5550 1234, sales@demo.test",
};

const CHINESE: Words = Words {
    addressee: "赵凯先生，冲压分厂总经理",
    issue: "“六周之内第三次收到密封件破损的备件。如果下一箱还是敞开着到货，我们就停掉冲压线，并重新考虑与贵司的合同。”",
    impact: "二号冲压线连续九个班次只能以三分之二的速度运行，**少生产零件 1,240 件**；贵司因此不得不通知下游客户延期交货。",
    response: [
        "贵方与我方客户负责人、技术负责人电话会商",
        "由 Elena Petrova 带队，三人小组从苏州赶赴贵厂",
        "与贵方收货部门共同开箱检查全部十一箱备件，并拍照留证",
        "以苏州库存更换全部受损备件，二号冲压线恢复全速运行",
    ],
    remedy: "- 受损密封件已全部由我方承担费用更换，同批其余备件逐件检查完毕。\n\
             - 即日起，贵司的货物改由另一家承运商运输。\n\
             - 在另行通知之前，每箱备件出库前由两人共同检查。",
    root_cause: "承运商无视“禁止堆码”标识，将我方货箱叠放运输。我方内部没有人对装箱与装车之间的环节负责，又把贵方前两次投诉当作个案处理，\
                 因而没有及时发现。这是我们的过失。",
    promises: [
        [
            "每箱备件封箱前拍照，照片随发货单一并提交贵方",
            "补发的全部货箱均附照片到货，无一破损",
            "发货单与贵方收货记录",
        ],
        ["所有冲压线备件货箱加装冲击记录仪", "每箱到货均附记录，冲击值不超过 25 g", "随箱移交的记录"],
        ["在苏州仓库常备两套二号冲压线密封件", "贵方可随时盘点；四小时内送达", "每周库存报告"],
        [
            "同一物料九十天内出现第二次投诉，即按独立的红色通道事件处理",
            "写入我方投诉流程，并由双方团队演练一次",
            "演练纪要",
        ],
    ],
    roles: ["交付负责人", "客户负责人", "技术负责人"],
    compensation: "按九个班次计的补偿，在下一期发票中抵扣。",
    contact: "林悦，客户负责人，+86 512 5550 1234，sales@demo.test",
};

pub(super) fn english(facts: &Facts) -> LetterText {
    text(&ENGLISH, facts)
}

pub(super) fn chinese(facts: &Facts) -> LetterText {
    text(&CHINESE, facts)
}

fn text(words: &Words, facts: &Facts) -> LetterText {
    let steps = STEPS.into_iter().zip(words.response);
    let response = steps.map(|(hours, what)| ResponseLine {
        at: facts.replaced - TimeDelta::hours(hours),
        what: what.to_owned(),
    });
    let owners = [facts.delivery, facts.technical, facts.sales, facts.sales];
    let [delivery, sales, technical] = words.roles;
    let roles = [delivery, technical, sales, sales];
    let promises = words.promises.into_iter().zip(DUE).zip(owners.into_iter().zip(roles)).map(
        |(([action, measure, evidence], (days, preventive)), (owner, role))| Promise {
            action: action.to_owned(),
            owner_role: role.to_owned(),
            owner,
            due_on: facts.in_days(days),
            measure: measure.to_owned(),
            evidence: evidence.to_owned(),
            verifier: VERIFIER.to_owned(),
            preventive,
        },
    );
    LetterText {
        addressee: words.addressee.to_owned(),
        issue: words.issue.to_owned(),
        impact: words.impact.to_owned(),
        response: response.collect(),
        remedy: words.remedy.to_owned(),
        root_cause: words.root_cause.to_owned(),
        promises: promises.collect(),
        compensation: Some(Compensation {
            description: words.compensation.to_owned(),
            minor_units: 12_500_000,
            currency: "CNY".to_owned(),
            approved_by: Some(facts.approver),
            approved_on: Some(facts.replaced.with_timezone(&chrono_tz::Asia::Shanghai).date_naive()),
        }),
        contact: words.contact.to_owned(),
        reviews: [30, 60, 90].map(|days| facts.in_days(days)).to_vec(),
    }
}
