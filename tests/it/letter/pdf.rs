//! The letter as pages, to be fetched by whoever may see it.

use hyper::Method;
use hyper::header::IF_NONE_MATCH;
use serde_json::json;
use support::Persona::{
    self, Administrator, Anonymous, Auditor, DeliveryLead, Deputy, Director, EscalationManager, Executive,
    Member, Outsider, SalesLead, TechnicalLead,
};
use support::answer::Answer;
use support::client::Client;
use support::{Server, story};

use super::acting::{attempt, draft, letter_after, promise, resolve, resolved, seen, step, text};

const NOBODYS: &str = "let_00000000000000000000000000";
const SIGNED: [&str; 2] = ["letterSubmit", "letterSign"];

async fn fetch(client: &Client, path: &str) -> Answer {
    client.call(Method::GET, path).send().await
}

async fn pages(server: &Server, path: &str) -> String {
    read(&fetch(&server.as_(SalesLead), path).await)
}

/// The text on the pages of a PDF, without spaces.
#[track_caller]
fn read(answer: &Answer) -> String {
    assert_eq!((answer.status(), answer.header("content-type")), (200, Some("application/pdf")));
    let document = lopdf::Document::load_mem(answer.body()).expect("a PDF is sent");
    let numbers: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&numbers).expect("its text can be taken out").split_whitespace().collect()
}

async fn path_of(server: &Server, letter: &str) -> String {
    seen(server, letter, "pdfPath").await.text("letter.pdfPath")
}

/// The header of a file that is called by its incident, its account and that.
async fn file_named(server: &Server, letter: &str, version: &str) -> String {
    let of = seen(server, letter, "incident { number account { code } }").await;
    let (incident, account) = (of.text("letter.incident.number"), of.text("letter.incident.account.code"));
    format!("attachment; filename=\"{incident}-{account}-{version}.pdf\"")
}

story!(a_signed_letter_is_fetched_as_pages_that_say_what_was_signed, async |server| {
    let incident = resolved(&server).await;
    let letter = letter_after(&server, &incident, &SIGNED).await;
    let path = path_of(&server, &letter).await;
    assert_eq!(path, format!("/letters/{letter}.pdf"));
    let answer = fetch(&server.as_(SalesLead), &path).await;
    let text = read(&answer);
    for said in
        ["LetterofCommitmentforImprovement", "Installasecondgateway", "MsSato", "20March2026", "1,200cars"]
    {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    assert!(!text.contains("DRAFT"), "{text}");
    let hash =
        seen(&server, &letter, "signedVersions { contentHash }").await["letter.signedVersions.0.contentHash"]
            .clone();
    let hash = hash.as_str().unwrap();
    assert!(text.contains(hash), "{hash} is not in {text}");
    assert!(answer.header("etag").unwrap().starts_with(&format!("\"{hash}-")));
    for (name, expected) in [
        ("content-disposition", file_named(&server, &letter, "v1").await.as_str()),
        ("cache-control", "private, no-cache"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(answer.header(name), Some(expected), "{name}");
    }
});

story!(the_same_version_gives_the_same_bytes_and_is_sent_once_to_whoever_keeps_it, async |server| {
    let incident = resolved(&server).await;
    let letter = letter_after(&server, &incident, &SIGNED).await;
    let path = format!("/letters/{letter}.pdf");
    let first = fetch(&server.as_(SalesLead), &path).await;
    assert_eq!(fetch(&server.as_(Auditor), &path).await.body(), first.body());
    let tag = first.header("etag").unwrap().to_owned();
    let again = server.as_(SalesLead).call(Method::GET, &path).header(IF_NONE_MATCH, &tag).send().await;
    assert_eq!((again.status(), again.body().len()), (304, 0));
    assert_eq!(again.header("etag"), Some(tag.as_str()));
    let head = server.as_(SalesLead).call(Method::HEAD, &path).send().await;
    assert_eq!((head.status(), head.header("etag")), (200, Some(tag.as_str())));
    step(&server, SalesLead, "letterSend", &letter).await;
    assert_eq!(fetch(&server.as_(SalesLead), &path).await.body(), first.body());
});

story!(a_letter_that_nobody_signed_is_marked_as_a_draft, async |server| {
    let incident = resolved(&server).await;
    let letter = letter_after(&server, &incident, &[]).await;
    let path = format!("/letters/{letter}.pdf");
    let answer = fetch(&server.as_(SalesLead), &path).await;
    assert!(read(&answer).contains("DRAFT"));
    let name = file_named(&server, &letter, "v1-draft").await;
    assert_eq!(answer.header("content-disposition"), Some(name.as_str()));
    let other = json!({ "language": "ENGLISH", "text": text(&server, json!({ "issue": "It was us." })) });
    assert!(attempt(&server, SalesLead, "letterRevise", &letter, other).await.succeeded());
    let revised = fetch(&server.as_(SalesLead), &path).await;
    assert!(read(&revised).contains("Itwasus."));
    assert_ne!(revised.header("etag"), answer.header("etag"));
});

story!(each_signed_version_stays_to_be_fetched, async |server| {
    let incident = resolved(&server).await;
    let letter = letter_after(&server, &incident, &SIGNED).await;
    let path = format!("/letters/{letter}.pdf");
    let signed = fetch(&server.as_(SalesLead), &path).await;
    let other = json!({ "language": "ENGLISH", "text": text(&server, json!({ "issue": "It was us." })) });
    assert!(attempt(&server, SalesLead, "letterRevise", &letter, other).await.succeeded());
    let kept = seen(&server, &letter, "signedVersions { pdfPath }").await;
    let kept = kept.text("letter.signedVersions.0.pdfPath");
    assert_eq!(kept, format!("{path}?version=1"));
    assert_eq!(fetch(&server.as_(SalesLead), &kept).await.body(), signed.body());
    for present in [path.clone(), format!("{path}?version=2")] {
        let text = pages(&server, &present).await;
        assert!(text.contains("DRAFT") && text.contains("Itwasus."), "{text}");
    }
    let answer = fetch(&server.as_(SalesLead), &format!("{path}?version=3")).await;
    assert_eq!((answer.status(), answer.code()), (404, "NOT_FOUND"));
    let answer = fetch(&server.as_(SalesLead), &format!("{path}?version=all")).await;
    assert_eq!((answer.status(), answer.code()), (400, "BAD_REQUEST"));
});

story!(a_letter_in_chinese_is_printed_in_chinese, async |server| {
    let incident = resolved(&server).await;
    let promised = promise(&server, json!({ "action": "增加第二台网关 🚢", "verifier": "佐藤女士" }));
    let written = text(&server, json!({ "issue": "三号线停机六小时。", "commitments": [promised] }));
    let input = json!({ "incidentId": incident, "language": "CHINESE", "text": written });
    let drafted = server.as_(SalesLead).change("letterDraft", "letter { id unprintable }", input).await;
    assert_eq!(drafted["letterDraft.letter.unprintable"], json!(["🚢"]));
    let path = format!("/letters/{}.pdf", drafted.text("letterDraft.letter.id"));
    let text = pages(&server, &path).await;
    for said in ["改进承诺书", "草稿", "三号线停机六小时。", "增加第二台网关", "佐藤女士", "2026年3月20日"]
    {
        assert!(text.contains(said), "{said} is not in {text}");
    }
});

story!(whatever_a_letter_prints_is_looked_at_for_what_cannot_be_printed, async |server| {
    for (persona, name) in [(TechnicalLead, "Theo 🔧"), (Executive, "Eva 🎩")] {
        rename(&server, persona, name).await;
    }
    let account = server.triangle(json!({ "tier": "A", "name": "Harbor 🚢" })).await;
    let incident = server.incident(&account, json!({ "severity": "SEV2", "title": "It burns 🔥" })).await;
    resolve(&server, &incident, "SEV2").await;
    let letter = letter_after(&server, &incident, &["letterSubmit"]).await;
    // Her name is not on it before she signs.
    assert_eq!(unprintable(&server, &letter).await, ["🔥", "🔧", "🚢"]);
    step(&server, Executive, "letterSign", &letter).await;
    assert_eq!(unprintable(&server, &letter).await, ["🎩", "🔥", "🔧", "🚢"]);
    // What was signed says what they were called then.
    rename(&server, TechnicalLead, "Theo").await;
    assert_eq!(unprintable(&server, &letter).await, ["🎩", "🔥", "🔧", "🚢"]);
});

async fn rename(server: &Server, persona: Persona, name: &str) {
    let user = server.cast().id(persona);
    let document = "query($id: ID!) { user(id: $id) { version } }";
    let known = server.as_(Administrator).query(document, json!({ "id": user })).await;
    let input = json!({ "userId": user, "expectedVersion": known["user.version"], "name": name });
    server.as_(Administrator).change("userChange", "user { id }", input).await;
}

/// The characters that a letter cannot print, in the order of their numbers.
async fn unprintable(server: &Server, letter: &str) -> Vec<String> {
    let told = seen(server, letter, "unprintable").await["letter.unprintable"].clone();
    let mut found: Vec<String> = serde_json::from_value(told).expect("characters are told");
    found.sort();
    found
}

story!(what_was_promised_is_printed_literally, async |server| {
    let incident = resolved(&server).await;
    let hostile = "#import\"x\":*$x^2$&@me[a](b)<b>";
    let promised = promise(&server, json!({ "action": hostile, "measure": hostile }));
    let letter =
        draft(&server, &incident, text(&server, json!({ "commitments": [promised], "issue": hostile })))
            .await;
    let text = pages(&server, &format!("/letters/{letter}.pdf")).await.replace('\u{200b}', "");
    assert!(text.matches(hostile).count() >= 2, "{text}");
});

story!(whoever_may_not_see_a_letter_is_told_what_whoever_names_none_is_told, async |server| {
    let incident = resolved(&server).await;
    let letter = letter_after(&server, &incident, &SIGNED).await;
    let sees =
        [SalesLead, TechnicalLead, DeliveryLead, Deputy, Director, EscalationManager, Executive, Auditor];
    for persona in sees {
        let answer = fetch(&server.as_(persona), &format!("/letters/{letter}.pdf")).await;
        assert_eq!(answer.status(), 200, "{persona:?}");
    }
    for persona in [Member, Administrator, Outsider] {
        missing(&server.as_(persona), &letter).await;
    }
    missing(&server.bot(json!({ "scopes": ["INCIDENT_READ"] })).await, &letter).await;
    let whole = server.bot(json!({ "scopes": ["INCIDENT_READ"], "incidentDetail": true })).await;
    assert_eq!(fetch(&whole, &format!("/letters/{letter}.pdf")).await.status(), 200);
});

/// To this client there is no letter of that id, as there is none of any other.
async fn missing(client: &Client, letter: &str) {
    let mut told = Vec::new();
    for path in [
        format!("/letters/{letter}.pdf"),
        format!("/letters/{letter}.pdf?version=1"),
        format!("/letters/{NOBODYS}.pdf"),
        "/letters/nonsense.pdf".to_owned(),
        format!("/letters/{letter}"),
    ] {
        let call = client.call(Method::GET, &path).header("x-request-id", "same");
        let answer = call.header(IF_NONE_MATCH, "*").send().await;
        assert_eq!((answer.status(), answer.code()), (404, "NOT_FOUND"), "{path}");
        told.push((answer.body().to_vec(), answer.header("etag").map(str::to_owned)));
    }
    assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "the answers differ: {told:?}");
}

story!(a_letter_is_for_those_who_signed_in_and_read, async |server| {
    let incident = resolved(&server).await;
    let letter = letter_after(&server, &incident, &SIGNED).await;
    for path in [format!("/letters/{letter}.pdf"), format!("/letters/{NOBODYS}.pdf"), "/letters/x".to_owned()]
    {
        let answer = fetch(&server.as_(Anonymous), &path).await;
        assert_eq!((answer.status(), answer.code()), (401, "UNAUTHENTICATED"), "{path}");
        assert!(answer.header("www-authenticate").is_some_and(|it| it.starts_with("Bearer")));
        let token = server.as_(Persona::SalesLead).token().unwrap().to_owned();
        let in_address = format!("{path}?access_token={token}");
        assert_eq!(fetch(&server.as_(Anonymous), &in_address).await.status(), 401);
        for method in [Method::POST, Method::PUT, Method::DELETE] {
            let answer = server.as_(SalesLead).call(method, &path).send().await;
            assert_eq!((answer.status(), answer.header("allow")), (405, Some("GET, HEAD")));
        }
    }
});
