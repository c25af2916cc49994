//! The pack as a document that one reads on a train.

use hyper::Method;
use hyper::header::IF_NONE_MATCH;
use support::{
    Persona::{Administrator, Anonymous, Director, Member, Outsider, SalesLead},
    answer::Answer,
    client::Client,
    json, story,
};

use super::acting::{attempt, begun, initiate, pack, step, write_all};

async fn fetch(client: &Client, path: &str) -> Answer {
    client.call(Method::GET, path).send().await
}

fn text(answer: &Answer) -> String {
    assert_eq!((answer.status(), answer.header("content-type")), (200, Some("text/markdown; charset=utf-8")));
    String::from_utf8(answer.body().to_vec()).unwrap()
}

/// The text on the pages of a PDF, without spaces.
fn pages(answer: &Answer) -> String {
    assert_eq!((answer.status(), answer.header("content-type")), (200, Some("application/pdf")));
    let document = lopdf::Document::load_mem(answer.body()).expect("a PDF is sent");
    let numbers: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&numbers).expect("its text can be taken out").split_whitespace().collect()
}

story!(a_pack_is_read_as_markdown_and_as_pages, async |server| {
    let account = server.triangle(json!({ "tier": "C", "code": "ACME", "name": "Acme_Works" })).await;
    let input = json!({
        "type": "PLAYBOOK", "audience": "TRIANGLE", "homeAccountId": account, "title": "How to enter", "body": "Ring **twice**.",
    });
    let made =
        server.as_(SalesLead).change("knowledgeEntryDraft", "knowledgeEntry { id version }", input).await;
    let entry = &made["knowledgeEntryDraft.knowledgeEntry"];
    let input = json!({ "entryId": entry["id"], "expectedVersion": entry["version"] });
    server.as_(SalesLead).change("knowledgeEntryPublish", "knowledgeEntry { id }", input).await;
    server.incident(&account, json!({ "title": "The line *stands*" })).await;
    crate::request::acting::log(&server, &account, json!({ "title": "When *exactly*?" })).await;
    let note = json!({ "accountId": account, "kind": "AVOID", "severity": "CRITICAL", "text": "The merger" });
    server.as_(SalesLead).change("specialNotePost", "specialNote { id }", note).await;
    let handover = initiate(&server, &account, json!({})).await;
    write_all(&server, SalesLead, &handover).await;
    let paths = pack(&server, Outsider, &handover, "markdownPath pdfPath").await;
    let (markdown, pdf) = (paths.text("handoverPack.markdownPath"), paths.text("handoverPack.pdfPath"));
    let draft = fetch(&server.as_(Outsider), &markdown).await;
    assert_eq!(draft.header("content-disposition"), Some("attachment; filename=\"handover-ACME-sales.md\""));
    let said = text(&draft);
    for part in [
        "# Handover of the sales seat: Acme\\_Works",
        "As it stands: 100 % complete",
        "1. **Never call before ten**",
        "They build **gearboxes**.",
        "- **RC-1** The line \\*stands\\* (SEV1, reported, reported 2 March 2026)",
        "## To be heeded\n\n- **CRITICAL** The merger (avoid, until it is revoked)",
        "- **Asked on 2 March 2026** When \\*exactly\\*? (technical, first answer due 3 March 2026, 10:00, sales moves next)",
        "### How to enter",
        "Ring **twice**.",
        "## 12. The next 90 days",
    ] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    step(&server, SalesLead, "handoverSubmitPack", &handover).await;
    step(&server, Outsider, "handoverAcceptPack", &handover).await;
    assert!(text(&fetch(&server.as_(Director), &markdown).await).contains("Accepted on 2 March 2026, 10:00"));
    let answer = fetch(&server.as_(Outsider), &pdf).await;
    let said = pages(&answer);
    for part in [
        "Handoverofthesalesseat",
        "Acme_Works",
        "Nevercallbeforeten",
        "Ringtwice.",
        "Theline*stands*",
        "Asaccepted",
    ] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    let tag = answer.header("etag").unwrap().to_owned();
    let again = server.as_(Outsider).call(Method::GET, &pdf).header(IF_NONE_MATCH, &tag).send().await;
    assert_eq!((again.status(), again.body().len()), (304, 0));
});

story!(what_people_wrote_is_text_in_the_document_and_nothing_else, async |server| {
    let (_, handover) = begun(&server).await;
    let hostile = "<script>alert(1)</script> #import \"x\" [a](javascript:b) ![c](https://evil.example/d.png)\n\n# Not a part";
    let more = json!({ "part": "PLAN", "body": hostile });
    assert!(attempt(&server, SalesLead, "handoverWritePart", &handover, more).await.succeeded());
    let said = text(&fetch(&server.as_(Outsider), &format!("/handovers/{handover}.md")).await);
    assert!(said.contains("\\<script\\>alert(1)\\</script\\>"), "{said}");
    assert!(said.contains("\\[a\\](javascript:b) \\!\\[c\\](https:") && !said.contains("\n# Not"), "{said}");
    let said = pages(&fetch(&server.as_(Outsider), &format!("/handovers/{handover}.pdf")).await);
    assert!(said.contains("<script>alert(1)</script>") && said.contains("#import"), "{said}");
});

story!(a_document_is_given_to_whoever_may_read_the_pack, async |server| {
    let (_, handover) = begun(&server).await;
    let nobodys = "hnd_00000000000000000000000000";
    for form in ["md", "pdf"] {
        for (persona, status) in
            [(Outsider, 200), (SalesLead, 200), (Administrator, 403), (Member, 404), (Anonymous, 401)]
        {
            let answer = fetch(&server.as_(persona), &format!("/handovers/{handover}.{form}")).await;
            assert_eq!(answer.status(), status, "{persona:?} {form}");
        }
        for path in [format!("{nobodys}.{form}"), format!("{handover}.txt"), "x".to_owned(), handover.clone()]
        {
            let answer = fetch(&server.as_(Member), &format!("/handovers/{path}")).await;
            assert_eq!(answer.status(), 404, "{path}");
        }
    }
    let posted = server.as_(Outsider).call(Method::POST, &format!("/handovers/{handover}.md")).send().await;
    assert_eq!(posted.status(), 405);
});

story!(characters_that_no_page_shows_are_told, async |server| {
    let account = server.triangle(json!({ "tier": "C" })).await;
    let input = json!({ "type": "PLAYBOOK", "audience": "TRIANGLE", "homeAccountId": account, "title": "How", "body": "ไ" });
    let made =
        server.as_(SalesLead).change("knowledgeEntryDraft", "knowledgeEntry { id version }", input).await;
    let entry = &made["knowledgeEntryDraft.knowledgeEntry"];
    let input = json!({ "entryId": entry["id"], "expectedVersion": entry["version"] });
    server.as_(SalesLead).change("knowledgeEntryPublish", "knowledgeEntry { id }", input).await;
    let handover = initiate(&server, &account, json!({})).await;
    let unprintable = async |persona| {
        pack(&server, persona, &handover, "unprintable").await["handoverPack.unprintable"].clone()
    };
    assert_eq!(unprintable(Outsider).await, json!(["ไ"]), "an entry in it says so");
    let more = json!({ "part": "PLAN", "body": "Łódź, 你好, 한 and 🔧🔧" });
    assert!(attempt(&server, SalesLead, "handoverWritePart", &handover, more).await.succeeded());
    assert_eq!(unprintable(SalesLead).await, json!(["한", "🔧", "ไ"]), "in the order of the pages");
});
