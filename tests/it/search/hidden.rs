//! What a viewer may not see changes nothing of what search answers them: no result, no order, no count, no group, no
//! snippet, no suggestion, not a byte. Worlds thrown from a seed; the same ones on both engines give the same answers.

use support::Persona::{self, DeliveryLead, Director, EscalationManager, Member, Outsider, SalesLead};
use support::{Server, Value, golden, json, story};

use super::acting::{NEAREST, WHOLE, change, entry, marked, name, search};

const WORDS: [&str; 24] = [
    "delivery",
    "delayed",
    "penalty",
    "certificate",
    "escalation",
    "turbine",
    "warehouse",
    "customs",
    "Lieferung",
    "Verzögerung",
    "Vertragsstrafe",
    "Zertifikat",
    "Kunde",
    "Müller",
    "交付",
    "延期",
    "合同",
    "客户",
    "红色通道",
    "納期",
    "遅延",
    "サーバー",
    "契約",
    "SLA",
];

/// What is asked, with slips, beginnings, several words and words that nothing visible has.
const QUERIES: [&str; 14] = [
    "delivery",
    "delivry",
    "penalty certificate",
    "turb",
    "escalaton warehouse customs",
    "Lieferverzögerung",
    "mueller",
    "Zertifkat",
    "交付延期",
    "客户 合同",
    "通",
    "納期遅延",
    "サーバー SLA",
    "delivery penalty turbine customs warehouse",
];

/// Numbers from a seed, the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<&str> = (0..count).map(|_| WORDS[self.below(WORDS.len())]).collect();
        words.join(" ")
    }

    /// A word with a letter of it changed.
    fn slip(&mut self) -> String {
        let mut letters: Vec<char> = WORDS[self.below(8)].chars().collect();
        let place = 1 + self.below(letters.len() - 1);
        letters[place] = ['x', 'q', 'z'][self.below(3)];
        letters.into_iter().collect()
    }
}

/// Writes something that the member of the first account may see.
async fn write_visible(server: &Server, dice: &mut Dice, own: &str, number: usize) {
    let title = format!("{} #{number}", dice.words(3));
    let audience = ["ACCOUNT_TEAM", "ALL_STAFF"][dice.below(2)];
    let kind = ["PLAYBOOK", "LESSON", "FAQ"][dice.below(3)];
    let facts = json!({ "title": title, "body": dice.words(25), "type": kind, "audience": audience, "tags": [dice.words(1)] });
    let id = entry(server, own, facts).await;
    change_trust(server, dice, &id).await;
}

/// Changes how far an entry of the sales lead can be trusted, now or later, or leaves that as it is.
async fn change_trust(server: &Server, dice: &mut Dice, id: &str) {
    match dice.below(4) {
        0 => change(server, id, "knowledgeEntryVerify", json!({})).await,
        1 => {
            change(server, id, "knowledgeEntryVerify", json!({})).await;
            change(server, id, "knowledgeEntryGovern", json!({ "intervalDays": 1 })).await;
        }
        2 => {
            let end = (server.now() + std::time::Duration::from_secs(7200)).to_rfc3339();
            change(server, id, "knowledgeEntryGovern", json!({ "expiresAt": end })).await;
        }
        _ => {}
    }
}

/// Writes something that neither the outsider nor the member may see.
async fn write_hidden(server: &Server, dice: &mut Dice, own: &str, other: &str) {
    let slip = dice.slip();
    let title = format!("{} {slip}", dice.words(3));
    let facts = json!({ "title": title, "body": format!("{} {slip}", dice.words(30)), "tags": [dice.words(1), slip] });
    match dice.below(5) {
        0 => drop(server.incident(other, json!({ "title": title, "description": dice.words(20) })).await),
        1 => {
            let code = format!("HID-{}", dice.below(1_000_000));
            server.account(json!({ "code": code, "name": title, "industry": slip })).await;
        }
        2 => {
            let draft = json!({ "type": "FAQ", "title": title, "body": "x", "homeAccountId": own, "audience": "ALL_STAFF" });
            server.as_(SalesLead).change("knowledgeEntryDraft", "knowledgeEntry { id }", draft).await;
        }
        _ => {
            let home = if dice.below(2) == 0 { own } else { other };
            let mut facts = facts;
            facts["audience"] = json!(if home == own { "TRIANGLE" } else { "ACCOUNT_TEAM" });
            let id = entry(server, home, facts).await;
            change_hidden(server, dice, &id).await;
        }
    }
}

/// Changes the text of a hidden entry, who of those who may see it does, or how far it can be trusted.
async fn change_hidden(server: &Server, dice: &mut Dice, id: &str) {
    match dice.below(4) {
        0 => {
            let input = json!({ "title": dice.words(4), "body": dice.slip(), "tags": [dice.slip()] });
            change(server, id, "knowledgeEntryRevise", input).await;
        }
        1 => change(server, id, "knowledgeEntryChangeAudience", json!({ "audience": "TRIANGLE" })).await,
        _ => change_trust(server, dice, id).await,
    }
}

/// Every byte of the answers to all queries.
async fn answers(server: &Server, by: Persona) -> Vec<String> {
    let client = server.as_(by);
    let mut answers = Vec::new();
    for query in QUERIES {
        for filter in [
            json!(null),
            json!({ "kinds": ["ENTRY"], "tags": ["delivery", "交付"] }),
            json!({ "trust": ["VERIFIED", "STALE"] }),
            json!({ "trust": ["EXPIRED"] }),
        ] {
            let asked = json!({ "query": query, "filter": filter, "first": 5 });
            let answer = client.query(WHOLE, asked).await;
            assert!(answer.succeeded(), "{query}: {answer:?}");
            answers.push(String::from_utf8(answer.body().to_vec()).unwrap());
        }
        let text = json!({ "title": query, "body": QUERIES.concat() });
        let answer = client.query(NEAREST, text).await;
        assert!(answer.succeeded(), "{query}: {answer:?}");
        answers.push(String::from_utf8(answer.body().to_vec()).unwrap());
    }
    answers
}

async fn world(server: &Server, seed: u64) -> (Dice, String, String) {
    let mut dice = Dice(seed);
    let own = server.triangle(json!({ "code": format!("OWN-{seed}"), "name": "Own" })).await;
    let other = server.account(json!({ "code": format!("OTH-{seed}"), "name": "Other" })).await;
    server.seat(&other, SalesLead, "SALES", "PRIMARY").await;
    server.seat(&other, DeliveryLead, "DELIVERY", "PRIMARY").await;
    for number in 0..24 {
        write_visible(server, &mut dice, &own, number).await;
        server.advance(std::time::Duration::from_secs(3600));
    }
    (dice, own, other)
}

story!(what_is_hidden_changes_no_byte_of_an_answer, async |server| {
    let (mut dice, own, other) = world(&server, 11).await;
    for round in 0..3 {
        let before = [answers(&server, Outsider).await, answers(&server, Member).await];
        for _ in 0..12 {
            write_hidden(&server, &mut dice, &own, &other).await;
        }
        let after = [answers(&server, Outsider).await, answers(&server, Member).await];
        for (one, two) in before.iter().flatten().zip(after.iter().flatten()) {
            assert_eq!(one, two, "round {round}");
        }
        // The world moves on where it is seen, too, or the same answer would say nothing.
        write_visible(&server, &mut dice, &own, 100 + round).await;
        let moved = answers(&server, Member).await;
        assert_ne!(after[1], moved, "round {round}");
    }
});

/// An answer in words, without ids.
fn told(query: &str, answer: &Value) -> String {
    let mut told = format!("# {query}: {} {}\n", answer["totalCount"]["count"], answer["suggestions"]);
    for hit in answer["nodes"].as_array().unwrap() {
        told.push_str(&format!("- {} | {}\n", name(hit), marked(&hit["snippet"])));
    }
    let tags = answer["facets"]["tags"].as_array().unwrap().iter();
    let tags: Vec<String> =
        tags.map(|tag| format!("{} {}", tag["value"].as_str().unwrap(), tag["count"])).collect();
    let trust = answer["facets"]["trust"].as_array().unwrap().iter();
    let trust: Vec<String> =
        trust.map(|trust| format!("{} {}", trust["trust"].as_str().unwrap(), trust["count"])).collect();
    told + &tags.join(", ") + "\n" + &trust.join(", ") + "\n"
}

story!(both_engines_give_the_same_answers, async |server| {
    let (mut dice, own, other) = world(&server, 7).await;
    for _ in 0..10 {
        write_hidden(&server, &mut dice, &own, &other).await;
    }
    let mut all = String::new();
    for persona in [Member, Director, EscalationManager] {
        all.push_str(&format!("## {persona:?}\n"));
        for query in QUERIES {
            all.push_str(&told(query, &search(&server.as_(persona), query, json!(null)).await));
        }
    }
    golden::check("tests/it/golden/search.txt", &all);
});
