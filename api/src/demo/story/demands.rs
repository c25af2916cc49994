//! What customers ask: before the triangle of Yuanhang was complete and since then, of those who have held their seats for long, of
//! somebody who took one over last month, and today.

use chrono::Weekday::{self, Fri, Mon, Thu, Tue, Wed};
use entity::{
    assignment::Seat::{self, Delivery, Sales, Technical},
    customer_request::{
        RequestChannel::{self, Email, Meeting, Phone, Portal},
        RequestKind::{self, Change, Question, Quotation},
    },
};

use super::diary::{
    Day::{self, Ago, Weeks, WeeksBeforeTheQuarter},
    Deed::{self, Answer, Close, HandOver, Hold, Reopen},
    Demand, When,
};
use crate::demo::cast::{DELIVERY, GRACE, JONAS, MARTA, SALES, TECHNICAL, ZHANG};

/// A technical question of Yuanhang: the week, the day, the minute, the first answer and, where the delivery seat had to answer, too,
/// that one.
type OfYuanhang = (u8, Weekday, i64, &'static str, i64, Option<i64>);

/// While nobody held the technical seat: sales asked around.
const BEFORE: [OfYuanhang; 10] = [
    (19, Tue, 570, "接口升级前需要停机多久？", 210, Some(285)),
    (18, Wed, 600, "二号产线的报文为什么比一号产线慢？", 260, None),
    (17, Mon, 560, "请提供网关的电源和散热要求", 95, None),
    (16, Thu, 555, "测试环境的证书何时更换？", 310, Some(340)),
    (15, Tue, 580, "备件条码格式与贵方手册不一致", 185, None),
    (14, Fri, 565, "夜间批处理能否提前到二十二点？", 200, Some(260)),
    (13, Wed, 590, "冲压线传感器的采样频率是多少？", 280, None),
    (12, Mon, 600, "订单接口返回 409 是什么意思？", 130, None),
    (11, Thu, 570, "新厂房网络需要开放哪些端口？", 160, Some(230)),
    (9, Tue, 585, "数据导出的编码能否改为 UTF-8？", 240, None),
];

/// Since 张伟 holds it.
const SINCE: [OfYuanhang; 11] = [
    (7, Tue, 570, "升级窗口内能否保留只读查询？", 55, None),
    (7, Fri, 600, "网关日志保留多少天？", 35, None),
    (6, Wed, 560, "三号产线接入需要准备什么？", 80, Some(120)),
    (5, Mon, 580, "接口的去重键由哪一方生成？", 40, None),
    (5, Thu, 565, "质检数据能否每小时汇总一次？", 25, None),
    (4, Tue, 590, "备用网关多久演练一次？", 65, Some(91)),
    (3, Wed, 570, "断连后重推从哪一条开始？", 20, None),
    (3, Fri, 555, "升级清单能否提前两周发给信息部？", 50, None),
    (2, Tue, 600, "开箱照片上传失败，限制是多大？", 30, None),
    (1, Mon, 575, "新货代的到货通知由谁发送？", 145, Some(190)),
    (1, Thu, 585, "月末结算周可以做热补丁吗？", 110, None),
];

/// A demand that all three seats answer: the account, the week, the day, how it came, what it is, and the minutes until each answers.
type OfAllSeats = (&'static str, u8, Weekday, RequestKind, &'static str, [i64; 3]);

/// Where every seat is held by somebody who has held it for long.
const SENIORS: [OfAllSeats; 6] = [
    ("HARBOR", 8, Tue, Change, "Two more cranes on the order gateway before the season", [35, 50, 55]),
    ("HARBOR", 5, Wed, Question, "Who is on call over the holidays, and for what?", [20, 30, 40]),
    ("HARBOR", 2, Thu, Quotation, "A third year of the standby gateway", [25, 45, 58]),
    ("PACIFIC", 7, Mon, Change, "The scales at berth 4 report in tonnes instead of bushels", [30, 40, 50]),
    ("PACIFIC", 4, Tue, Question, "How long does a full restart take in frost?", [25, 35, 45]),
    ("PACIFIC", 3, Fri, Quotation, "Sensors for the new silos", [40, 55, 59]),
];

/// What Harbor Lights asks of the delivery seat since Dilan holds it: the week, the day, what, and the minutes until the answer.
const SUCCESSOR: [(u8, Weekday, &str, i64); 6] = [
    (3, Tue, "Where are the spare drives of cranes 7 and 9?", 130),
    (3, Thu, "The crew for the night shift: names and badges", 150),
    (2, Tue, "Can the roll-out skip terminal 1 in the week of the regatta?", 110),
    (2, Thu, "Two containers with cable are at the wrong gate", 95),
    (1, Tue, "When does the training of the second shift begin?", 85),
    (1, Wed, "The acceptance sheet for crane 5 lacks a page", 75),
];

/// Everything that customers ask.
pub(super) fn all() -> Vec<Demand> {
    let mut all = Vec::new();
    all.extend(BEFORE.map(|it| of_yuanhang(it, (SALES, Sales))));
    all.extend(SINCE.map(|it| of_yuanhang(it, (ZHANG, Technical))));
    all.extend(SENIORS.map(of_all_seats));
    all.extend(SUCCESSOR.map(of_the_successor));
    all.extend(of_their_own());
    all
}

fn of_yuanhang(
    (week, day, minute, title, first, second): OfYuanhang,
    (who, seat): (&'static str, Seat),
) -> Demand {
    let (mut seats, mut deeds) = (vec![seat], vec![(first, Answer(who, ""))]);
    if let Some(minutes) = second {
        seats.push(Delivery);
        deeds.push((minutes, Answer(MARTA, "")));
    }
    deeds.push((second.unwrap_or(first) + 15, Close(who)));
    demand("YUANHANG", (Weeks(week, day), minute), (RequestKind::Technical, Portal), title, (seats, deeds))
}

fn of_all_seats((account, week, day, kind, title, [first, second, third]): OfAllSeats) -> Demand {
    let [sales, technical, delivery] =
        if account == "HARBOR" { [SALES, TECHNICAL, MARTA] } else { [JONAS, ZHANG, GRACE] };
    let deeds = vec![
        (first, Answer(sales, "")),
        (second, Answer(technical, "")),
        (third, Answer(delivery, "")),
        (third + 20, Close(sales)),
    ];
    let seats = vec![Sales, Technical, Delivery];
    demand(account, (WeeksBeforeTheQuarter(week, day), 600), (kind, Meeting), title, (seats, deeds))
}

/// The answer about the badges had to be given twice.
fn of_the_successor((week, day, title, minutes): (u8, Weekday, &'static str, i64)) -> Demand {
    const A_DAY: i64 = 24 * 60;
    let mut deeds = vec![(minutes, Answer(DELIVERY, "")), (minutes + 30, Close(DELIVERY))];
    if (week, day) == (3, Thu) {
        let list = "The whole list with all badges, checked against the shift plan.";
        deeds.extend([
            (A_DAY, Reopen(SALES, "Four of the eleven badges were those of the day shift.")),
            (A_DAY + 45, Answer(DELIVERY, list)),
            (A_DAY + 90, Close(SALES)),
        ]);
    }
    let how = (RequestKind::Delivery, Phone);
    demand("HARBOR", (Weeks(week, day), 570), how, title, (vec![Delivery], deeds))
}

fn demand(
    account: &'static str,
    (day, minute): (Day, i64),
    (kind, channel): (RequestKind, RequestChannel),
    title: &'static str,
    (seats, deeds): (Vec<Seat>, Vec<(i64, Deed)>),
) -> Demand {
    let by = match (account, seats.first()) {
        ("YUANHANG", Some(Technical)) => ZHANG,
        ("HARBOR", Some(Delivery)) => DELIVERY,
        ("HARBOR" | "YUANHANG", _) => SALES,
        _ => JONAS,
    };
    let when = When(day, minute);
    Demand { account, when, kind, channel, contact: None, title, body: "", by, seats, deeds }
}

/// One that went from seat to seat, and three that are open: one waits for a named seat, one was put off first, and one is late.
fn of_their_own() -> [Demand; 4] {
    [from_seat_to_seat(), waiting(), put_off(), late()]
}

fn from_seat_to_seat() -> Demand {
    let deeds = vec![
        (20, HandOver(SALES, Technical, "Do the service levels depend on the term?")),
        (38, Answer(TECHNICAL, "They do not: the standby gateway is part of both.")),
        (56, Answer(SALES, "Possible from the next quarter on, for half a per cent.")),
        (90, Close(SALES)),
    ];
    let title = "Quarterly instead of yearly payment";
    Demand {
        contact: Some("Mr Bakker, procurement"),
        body: "They want to pay by quarter instead of by year and ask what changes in the service levels.",
        ..demand("HARBOR", (Weeks(2, Wed), 615), (Change, Email), title, (vec![Sales], deeds))
    }
}

fn waiting() -> Demand {
    let deeds = vec![(40, Answer(SALES, "In this quarter for certain; Tomás names the version."))];
    let title = "From which version on does the gateway speak the new customs format?";
    Demand {
        contact: Some("Ms Anneke de Vries, customs"),
        body: "She needs a date for her own staff. Sales has promised one for this week.",
        ..demand("HARBOR", (Ago(1), 630), (Question, Phone), title, (vec![Sales, Technical], deeds))
    }
}

fn put_off() -> Demand {
    let deeds = vec![
        (50, Hold(JONAS, "Wir melden uns, sobald die Zeichnungen da sind.")),
        (150, Answer(JONAS, "Der Preis bleibt; die Maße kommen von Tomás Herrera.")),
    ];
    let title = "Maße und Gewichte zur Nachrüstung der Linie 4";
    Demand {
        contact: Some("Herr Vogel, Produktion"),
        body: "Er rechnet selbst nach und braucht die Maße der neuen Schutzzäune.",
        ..demand("NORDWERK", (Ago(2), 600), (Quotation, Email), title, (vec![Technical, Sales], deeds))
    }
}

fn late() -> Demand {
    Demand {
        contact: Some("采购部陈经理"),
        body: "客户希望本周内拿到两年期的备件框架报价，用于下周的集团采购会。",
        ..demand(
            "YUANHANG",
            (Ago(1), 580),
            (Quotation, Phone),
            "备件两年框架协议的报价",
            (vec![Sales], vec![]),
        )
    }
}
