//! What is near to a text that somebody writes: the entries that say it already, in every language, and none that is hidden.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use support::Persona::{
    self, Administrator, Anonymous, Auditor, Director, Executive, Member, Outsider, SalesLead,
};
use support::client::Client;
use support::database::Engine;
use support::statements::statements_of;
use support::{Server, Value, json, story};

use super::acting::{NEAREST, change, entry, marked, shared};
use super::relevance::{Entry, Query, filled, read};

/// What is near to a text, the nearest first.
async fn near(client: &Client, text: Value) -> Vec<Value> {
    let answer = client.query(NEAREST, text.clone()).await;
    assert!(answer.succeeded(), "{text}: {answer:?}");
    answer["knowledgeEntryNearest"].as_array().expect("a list").clone()
}

/// The titles of what is near to a text.
async fn titles(server: &Server, by: Persona, text: Value) -> Vec<String> {
    let near = near(&server.as_(by), text).await;
    near.iter().map(|near| near["entry"]["title"].as_str().expect("a title").to_owned()).collect()
}

story!(who_writes_what_is_there_already_is_shown_it_in_every_language_and_told_why, async |server| {
    let account = server.triangle(json!({})).await;
    for (title, body) in [
        (
            "Expired intermediate certificate",
            "Our leaf was valid; the **intermediate** of the chain was not.",
        ),
        (
            "Lieferverzögerung bei Getriebegehäusen",
            "Der Gießer hat nur eine Form; das Werkzeug war gebrochen.",
        ),
        ("交付延期的处理办法", "客户抱怨交付延期，红色通道已经打开，先道歉再排产。"),
        ("納期遅延の対応", "サーバー障害により納期が遅れました。顧客に先に連絡します。"),
        ("Coffee machines of the north office", "Who cleans them, and on which day of the week."),
    ] {
        shared(&server, &account, title, body).await;
    }
    for (title, body, expected, words) in [
        (
            "Invoices stopped",
            "Since 02:10 nobody can fetch invoices. The leaf certificate is fine, an intermediate one is over.",
            "Expired intermediate certificate",
            vec!["leaf", "certificate", "intermediate"],
        ),
        (
            "Getriebegehäuse kommen zu spät",
            "Dem Gießer ist die Form gebrochen, und ein zweites Werkzeug hat er nicht.",
            "Lieferverzögerung bei Getriebegehäusen",
            vec!["Getriebegehäuse", "Gießer", "Form", "gebrochen", "Werkzeug"],
        ),
        (
            "客户说交付又延期了",
            "他们很生气，要求马上道歉。",
            "交付延期的处理办法",
            vec!["客户", "交付", "延期", "道歉"],
        ),
        ("サーバーが止まった", "納期に間に合いません。", "納期遅延の対応", vec!["サーバー", "納期"]),
    ] {
        let near = near(&server.as_(Member), json!({ "title": title, "body": body })).await;
        assert_eq!(near[0]["entry"]["title"], expected, "{title}: {near:?}");
        assert_eq!(near.len(), 1, "{title}: {near:?}");
        let mut shared: Vec<&str> =
            near[0]["sharedWords"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
        shared.sort_by_key(|word| words.iter().position(|expected| expected == word));
        assert_eq!(shared, words, "{title}");
    }
    let text = json!({ "title": "leaf certificate", "body": "" });
    let near = near(&server.as_(Member), text).await;
    assert_eq!(marked(&near[0]["title"]), "Expired intermediate [certificate]");
    assert_eq!(
        marked(&near[0]["snippet"]),
        "Our [leaf] was valid; the **intermediate** of the chain was not."
    );
});

story!(nothing_is_near_to_a_text_that_says_nothing_or_something_else, async |server| {
    let account = server.triangle(json!({})).await;
    shared(&server, &account, "Turbine blades", "How the blades of a turbine are mended after hail.").await;
    for text in [
        json!({}),
        json!({ "title": "", "body": null }),
        json!({ "title": " \t ", "body": "?!* \" ' -- () \u{0}\u{200b} 🔧" }),
        json!({ "title": "the", "body": "of an or" }),
        // One word of many is no likeness.
        json!({ "title": "Hail on the car park", "body": "Who pays for the dents, and how an insurer is told." }),
    ] {
        assert!(titles(&server, Member, text.clone()).await.is_empty(), "{text}");
    }
    // Of a single word it is all that there is to go by.
    assert_eq!(titles(&server, Member, json!({ "title": "turbines" })).await, ["Turbine blades"]);
});

story!(what_is_hidden_or_expired_is_not_near_and_neither_is_an_entry_to_itself, async |server| {
    let account = server.triangle(json!({})).await;
    let text = json!({ "title": "Walrus harness", "body": "How the walrus harness is mended." });
    let write = async |audience: &str| {
        let facts = json!({ "title": format!("Walrus harness {audience}"), "audience": audience });
        entry(&server, &account, facts).await
    };
    write("TRIANGLE").await;
    write("ACCOUNT_TEAM").await;
    let staff = write("ALL_STAFF").await;
    let draft =
        json!({ "type": "FAQ", "title": "Walrus harness draft", "body": "x", "audience": "ALL_STAFF" });
    let made = server.as_(SalesLead).change("knowledgeEntryDraft", "knowledgeEntry { id }", draft).await;
    let draft = made.text("knowledgeEntryDraft.knowledgeEntry.id");
    for (by, expected) in [
        (SalesLead, vec!["ACCOUNT_TEAM", "ALL_STAFF", "TRIANGLE", "draft"]),
        (Member, vec!["ACCOUNT_TEAM", "ALL_STAFF"]),
        (Outsider, vec!["ALL_STAFF"]),
        (Director, vec!["ACCOUNT_TEAM", "ALL_STAFF", "TRIANGLE"]),
        (Auditor, vec!["ACCOUNT_TEAM", "ALL_STAFF", "TRIANGLE"]),
        (Administrator, vec![]),
    ] {
        let mut found = titles(&server, by, text.clone()).await;
        found.sort_unstable();
        let expected: Vec<String> = expected.iter().map(|name| format!("Walrus harness {name}")).collect();
        assert_eq!(found, expected, "{by:?}");
    }
    let stranger = server.as_(Anonymous).query(NEAREST, text.clone()).await;
    assert_eq!(stranger.code(), "UNAUTHENTICATED");
    let bot = server.bot(json!({ "scopes": ["KNOWLEDGE_READ"], "audiences": ["ALL_STAFF"] })).await;
    assert_eq!(near(&bot, text.clone()).await.len(), 1);
    let deaf = server.bot(json!({ "scopes": ["INCIDENT_REPORT"] })).await;
    assert!(near(&deaf, text.clone()).await.is_empty());
    let mut own = text.clone();
    own["entry"] = json!(draft);
    assert!(!titles(&server, SalesLead, own).await.contains(&"Walrus harness draft".to_owned()));
    let end = (server.now() + Duration::from_secs(60)).to_rfc3339();
    change(&server, &staff, "knowledgeEntryGovern", json!({ "expiresAt": end })).await;
    server.advance(Duration::from_secs(60));
    assert!(titles(&server, Outsider, text).await.is_empty());
});

story!(what_is_about_the_same_account_is_nearer_unless_the_account_is_hidden, async |server| {
    let one = server.triangle(json!({})).await;
    let other = server.triangle(json!({})).await;
    let older = shared(&server, &one, "Pelican crane", "The pelican crane is oiled in spring.").await;
    server.advance(Duration::from_secs(60));
    let newer = shared(&server, &other, "Pelican crane", "The pelican crane is oiled in spring.").await;
    let nothing = format!("acc_{}", "0".repeat(26));
    for (by, account, first) in [
        (SalesLead, json!(null), &newer),
        (SalesLead, json!(other), &newer),
        (SalesLead, json!(one), &older),
        (Outsider, json!(one), &newer),
        (Outsider, json!(nothing), &newer),
    ] {
        let found = near(&server.as_(by), json!({ "title": "Pelican crane", "account": account })).await;
        let ids: Vec<&Value> = found.iter().map(|near| &near["entry"]["id"]).collect();
        assert_eq!((ids.len(), ids[0]), (2, &json!(first)), "{by:?} {account}");
    }
});

const OF_ENTRY: &str =
    "query($id: ID!) { knowledgeEntry(id: $id) { nearest { sharedWords entry { title } } } }";
const OF_INCIDENT: &str =
    "query($id: ID!) { incident(id: $id) { nearestEntries { sharedWords entry { title } } } }";

story!(an_entry_and_an_incident_tell_what_is_near_to_them, async |server| {
    let account = server.triangle(json!({})).await;
    shared(&server, &account, "Otter gearbox", "The otter gearbox loses oil at the seal.").await;
    let facts = json!({ "title": "Otter gearbox seal", "body": "Which oil.", "audience": "TRIANGLE" });
    let hidden = entry(&server, &account, facts).await;
    let own = shared(&server, &account, "Seal of the otter gearbox", "It is changed each year.").await;
    let report = json!({ "title": "Gearbox dry", "description": "The otter gearbox stands in its own oil." });
    let incident = server.incident(&account, report).await;
    let told = async |by: Persona, document: &str, id: &str, field: &str| -> Vec<String> {
        let answer = server.as_(by).query(document, json!({ "id": id })).await;
        assert!(answer.succeeded(), "{answer:?}");
        let mut titles: Vec<String> = answer[field]
            .as_array()
            .expect("a list")
            .iter()
            .map(|near| near["entry"]["title"].as_str().expect("a title").to_owned())
            .collect();
        titles.sort_unstable();
        titles
    };
    let of_entry = "knowledgeEntry.nearest";
    assert_eq!(told(SalesLead, OF_ENTRY, &own, of_entry).await, ["Otter gearbox", "Otter gearbox seal"]);
    assert_eq!(told(Outsider, OF_ENTRY, &own, of_entry).await, ["Otter gearbox"]);
    assert_eq!(
        told(SalesLead, OF_ENTRY, &hidden, of_entry).await,
        ["Otter gearbox", "Seal of the otter gearbox"]
    );
    let of_incident = "incident.nearestEntries";
    let all = ["Otter gearbox", "Otter gearbox seal", "Seal of the otter gearbox"];
    assert_eq!(told(SalesLead, OF_INCIDENT, &incident, of_incident).await, all);
    let readable = ["Otter gearbox", "Seal of the otter gearbox"];
    assert_eq!(told(Persona::EscalationManager, OF_INCIDENT, &incident, of_incident).await, readable);
    let scopes = json!({ "scopes": ["INCIDENT_READ", "KNOWLEDGE_READ"], "audiences": ["ALL_STAFF"] });
    let bare = server.bot(scopes).await.query(OF_INCIDENT, json!({ "id": incident })).await;
    assert_eq!(bare["incident"], json!({ "nearestEntries": null }));
});

story!(a_text_that_is_too_long_or_the_id_of_something_else_is_refused, async |server| {
    let client = server.as_(SalesLead);
    for (text, code) in [
        (json!({ "title": "x".repeat(201) }), "BAD_USER_INPUT"),
        (json!({ "body": "x".repeat(100_001) }), "BAD_USER_INPUT"),
        (json!({ "account": "nonsense" }), "BAD_USER_INPUT"),
        (json!({ "account": format!("kno_{}", "0".repeat(26)) }), "ID_TYPE_MISMATCH"),
        (json!({ "entry": format!("acc_{}", "0".repeat(26)) }), "ID_TYPE_MISMATCH"),
    ] {
        let refused = client.query(NEAREST, text.clone()).await;
        assert_eq!(refused.code(), code, "{refused:?}");
    }
    let most = json!({ "title": "语".repeat(200), "body": "x y ".repeat(25_000) });
    assert!(near(&client, most).await.is_empty());
});

story!(
    what_is_near_costs_the_same_statements_for_one_text_and_for_ten_and_is_refused_for_more,
    async |server| {
        if server.database().engine() == Engine::Sqlite {
            return;
        }
        let account = server.triangle(json!({})).await;
        let mut known = 0;
        for (count, refused) in [(2, false), (10, false), (11, true)] {
            for number in known..count {
                shared(&server, &account, &format!("Heron pond {number}"), "The heron pond is fenced.").await;
                let report = json!({ "title": "Heron pond", "description": format!("Number {number}.") });
                server.incident(&account, report).await;
            }
            known = count;
            // The things of the list; of entries their texts; then what the viewer serves, the words, what has them, and that.
            for (list, expected) in [
                ("knowledgeEntries(first: 100) { nodes { nearest { sharedWords } } }", 6),
                ("incidents(first: 100) { nodes { nearestEntries { sharedWords } } }", 5),
                ("incidents(first: 100) { nodes { nearestEntries { snippet { text } } } }", 6),
            ] {
                let client = server.as_(SalesLead);
                let (answer, statements) =
                    statements_of(client.query(&format!("{{ {list} }}"), json!({}))).await;
                if refused {
                    let told = &answer.errors()[0]["extensions"];
                    assert_eq!(
                        (&told["code"], &told["limit"]),
                        (&json!("LIMIT_EXCEEDED"), &json!("nearestTexts"))
                    );
                    continue;
                }
                assert!(answer.succeeded(), "{answer:?}");
                assert_eq!(statements.len(), expected, "{list}: {statements:#?}");
            }
        }
        // It is the request that is counted, whatever it asks for one by one.
        let lists = |[first, last]: [usize; 2]| {
            let list = |which: String| {
                format!("knowledgeEntries({which}) {{ nodes {{ nearest {{ sharedWords }} }} }}")
            };
            format!("{{ one: {} other: {} }}", list(format!("first: {first}")), list(format!("last: {last}")))
        };
        let query = async |of| server.as_(SalesLead).query(&lists(of), json!({})).await;
        assert!(query([5, 5]).await.succeeded());
        assert_eq!(query([5, 6]).await.errors()[0]["extensions"]["limit"], "nearestTexts");
    }
);

/// What the shares must not fall below: of entries found by their own first sentence, of judged queries typed as a title, and of
/// the same with a report around them.
const FLOORS: [(&str, f64); 3] = [("sentence", 0.98), ("query", 0.89), ("report", 0.74)];

/// How often one of these is among the first three.
#[derive(Default)]
struct Share {
    of: u32,
    found: u32,
}

impl Share {
    fn share(&self) -> f64 {
        f64::from(self.found) / f64::from(self.of)
    }
}

/// What people write around the matter, in their own words.
fn around(language: &str) -> &'static str {
    match language {
        "de" => {
            "Der Kunde hat heute früh angerufen und war ungehalten. Wir haben zugesagt, uns bis Mittag zu melden. Beteiligt sind der Vertrieb und die Technik; die Leitung weiß Bescheid. Bitte ergänzen, wer etwas dazu weiß."
        }
        "zh" => {
            "客户今天早上打来电话，语气很不高兴。我们答应中午之前回复。销售和技术的同事已经在看，领导也知道了。谁了解情况请补充。"
        }
        "ja" => {
            "今朝お客様から電話があり、ご立腹の様子でした。昼までに回答すると約束しました。営業と技術が確認中で、上司にも報告済みです。情報があれば追記してください。"
        }
        _ => {
            "The customer called this morning and was not pleased. We promised to come back to them before noon. Sales and technical are looking at it, and management knows. Please add whatever you know of this."
        }
    }
}

story!(what_says_the_same_is_among_the_first_three, async |server| {
    let (entries, queries): (Vec<Entry>, Vec<Query>) = (read("entries.json"), read("queries.json"));
    let (server, names) = filled(server, entries.clone()).await;
    let client = server.as_(Executive);
    let mut shares: BTreeMap<(&str, String), Share> = BTreeMap::new();
    let mut look = async |sort: &'static str, language: &str, text: Value, expected: &[String]| {
        let found = three(&client, &names, text).await;
        for language in [language, "all"] {
            let share = shares.entry((sort, language.to_owned())).or_default();
            share.of += 1;
            share.found += u32::from(found.iter().any(|id| expected.contains(id)));
        }
    };
    for entry in &entries {
        let sentence = first_sentence(&entry.body);
        look("sentence", &entry.language, json!({ "body": sentence }), std::slice::from_ref(&entry.id)).await;
    }
    for query in &queries {
        let relevant = query.relevant.iter().filter(|(_, grade)| **grade >= 2);
        let relevant: Vec<String> = relevant.map(|(id, _)| id.clone()).collect();
        if relevant.is_empty() {
            continue;
        }
        look("query", &query.language, json!({ "title": query.query }), &relevant).await;
        let text = json!({ "title": query.query, "body": around(&query.language) });
        look("report", &query.language, text, &relevant).await;
    }
    for ((sort, language), share) in &shares {
        println!("{sort:8} {language:5} {:4} {:.3}", share.of, share.share());
    }
    for (sort, floor) in FLOORS {
        let share = shares[&(sort, "all".to_owned())].share();
        assert!(share >= floor, "{sort}: {share} is below {floor}");
    }
});

async fn three(client: &Client, names: &HashMap<String, String>, text: Value) -> Vec<String> {
    let near = near(client, text).await;
    let name = |near: &Value| names[near["entry"]["id"].as_str().unwrap()].clone();
    near.iter().take(3).map(name).collect()
}

/// A text up to the end of its first sentence.
fn first_sentence(text: &str) -> &str {
    let end = text.char_indices().find(|(at, letter)| {
        let next = text[at + letter.len_utf8()..].chars().next().is_none_or(char::is_whitespace);
        matches!(letter, '。' | '\n') || (matches!(letter, '.' | ';' | ':') && next)
    });
    end.map_or(text, |(at, _)| &text[..at])
}
