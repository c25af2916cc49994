//! What is found, and in which order.

use support::Persona::{Auditor, SalesLead};
use support::{json, story};

use super::acting::{entry, marked, name, names, search, shared};

story!(a_word_is_found_in_every_language_and_however_it_is_written, async |server| {
    let account = server.triangle(json!({})).await;
    for (title, body) in [
        ("Late deliveries", "What we do when a **shipment** is late."),
        ("Lieferverzögerungen", "Die Müller GmbH wartet auf ihre Bestellungen."),
        ("交付延期的处理办法", "客户抱怨交付延期，红色通道已经打开。"),
        ("納期遅延の対応", "サーバー障害により納期が遅れました。"),
        ("ＳＬＡ违约 and penalties", "R&D pays the e-mail penalty."),
    ] {
        shared(&server, &account, title, body).await;
    }
    for (query, expected) in [
        ("delivery", "Late deliveries"),
        ("SHIPMENTS", "Late deliveries"),
        ("Verzögerung", "Lieferverzögerungen"),
        ("mueller", "Lieferverzögerungen"),
        ("Muller bestellung", "Lieferverzögerungen"),
        ("延期", "交付延期的处理办法"),
        ("红色", "交付延期的处理办法"),
        ("办", "交付延期的处理办法"),
        ("納期遅延", "納期遅延の対応"),
        ("障害", "納期遅延の対応"),
        ("ｻｰﾊﾞｰ", "納期遅延の対応"),
        ("sla 违约", "ＳＬＡ违约 and penalties"),
        ("email", "ＳＬＡ违约 and penalties"),
        ("e-mail", "ＳＬＡ违约 and penalties"),
        ("penal", "ＳＬＡ违约 and penalties"),
        ("deliveires", "Late deliveries"),
        ("Lieferverzögrungen", "Lieferverzögerungen"),
    ] {
        let found = names(&server, SalesLead, query).await;
        assert_eq!(found.first().map(String::as_str), Some(expected), "{query}: {found:?}");
    }
    assert!(names(&server, SalesLead, "xylophone").await.is_empty());
});

story!(everything_that_people_write_is_found_with_what_matches_marked, async |server| {
    let account = server.triangle(json!({ "name": "Zephyr Marine", "code": "ZEP-1" })).await;
    let incident = server
        .incident(
            &account,
            json!({ "title": "Zephyr turbine stopped", "description": "The zephyr blades broke." }),
        )
        .await;
    let line = json!({ "incidentId": incident, "kind": "FACT", "body": "A zephyr blade was seen to bend." });
    server.as_(SalesLead).change("incidentAddTimelineEntry", "entry { id }", line).await;
    shared(&server, &account, "Blades", "How a zephyr blade is mended.").await;
    let found = search(&server.as_(SalesLead), "zephyr", json!(null)).await;
    let mut told: Vec<String> = found["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| {
            format!(
                "{} {} | {}",
                hit["kind"].as_str().unwrap(),
                marked(&hit["title"]),
                marked(&hit["snippet"])
            )
        })
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            "ACCOUNT [Zephyr] Marine | ZEP-1 · Machinery",
            "ENTRY Blades | How a [zephyr] blade is mended.",
            "INCIDENT [Zephyr] turbine stopped | The [zephyr] blades broke.",
            "TIMELINE  | A [zephyr] blade was seen to bend.",
        ]
    );
    assert_eq!(found["totalCount"], json!({ "count": 4, "precision": "EXACT" }));
    let kinds = ["ENTRY", "INCIDENT", "TIMELINE", "ACCOUNT"].map(|kind| json!({ "kind": kind, "count": 1 }));
    assert_eq!(found["facets"]["kinds"], json!(kinds));
    assert_eq!(found["isComplete"], true);
    assert_eq!(names(&server, SalesLead, "ZEP-1").await[0], "Zephyr Marine");
    assert_eq!(names(&server, SalesLead, "RC-1").await[0], "Zephyr turbine stopped");
});

story!(what_has_all_words_comes_before_what_lacks_some_and_titles_before_texts, async |server| {
    let account = server.triangle(json!({})).await;
    shared(&server, &account, "Penalty clauses", "Of frames.").await;
    shared(&server, &account, "Frames", "A penalty clause stands in each frame contract.").await;
    shared(&server, &account, "Penalty clause of the frame contract", "Read this first.").await;
    shared(&server, &account, "Contracts", "Nothing of interest.").await;
    let found = names(&server, SalesLead, "penalty clause frame contract").await;
    assert_eq!(found, ["Penalty clause of the frame contract", "Frames", "Penalty clauses", "Contracts"]);
    let hits = search(&server.as_(SalesLead), "penalty clause frame contract", json!(null)).await;
    let whole: Vec<_> =
        hits["nodes"].as_array().unwrap().iter().map(|hit| hit["hasAllWords"].clone()).collect();
    assert_eq!(whole, [true, true, false, false]);
});

story!(a_change_is_found_and_what_it_replaced_is_not, async |server| {
    let account = server.triangle(json!({ "name": "Oldname" })).await;
    let id = shared(&server, &account, "Alpaca", "wool").await;
    let input = json!({ "entryId": id, "expectedVersion": 2, "title": "Bison", "tags": ["hide"] });
    server.as_(SalesLead).change("knowledgeEntryRevise", "knowledgeEntry { id }", input).await;
    assert!(names(&server, SalesLead, "alpaca").await.is_empty());
    assert_eq!(names(&server, SalesLead, "bison").await, ["Bison"]);
    assert_eq!(names(&server, SalesLead, "hide").await, ["Bison"]);
    let client = server.as_(SalesLead);
    let seen =
        client.query("query($id: ID!) { account(id: $id) { version } }", json!({ "id": account })).await;
    let input =
        json!({ "accountId": account, "expectedVersion": seen["account.version"], "name": "Newname" });
    server.as_(support::Persona::Director).change("accountChangeFacts", "account { id }", input).await;
    assert!(names(&server, SalesLead, "Oldname").await.is_empty());
    assert_eq!(names(&server, SalesLead, "Newname").await, ["Newname"]);
});

story!(filters_and_facets_speak_of_the_same_things, async |server| {
    let account = server.triangle(json!({ "code": "FAC-1", "name": "One", "industry": "Steel" })).await;
    let other = server.triangle(json!({ "code": "FAC-2", "name": "Two", "industry": "Glass" })).await;
    entry(&server, &account, json!({ "title": "Kiln one", "type": "LESSON", "tags": ["Heat", "Fire"] }))
        .await;
    entry(&server, &account, json!({ "title": "Kiln two", "type": "FAQ", "tags": ["heat"] })).await;
    entry(&server, &other, json!({ "title": "Kiln three", "type": "FAQ" })).await;
    server.incident(&other, json!({ "title": "Kiln cold", "description": "x" })).await;
    let found = search(&server.as_(SalesLead), "kiln", json!(null)).await;
    let facets = &found["facets"];
    assert_eq!(facets["kinds"], json!([{ "kind": "ENTRY", "count": 3 }, { "kind": "INCIDENT", "count": 1 }]));
    assert_eq!(facets["tags"], json!([{ "value": "Heat", "count": 2 }, { "value": "Fire", "count": 1 }]));
    assert_eq!(
        facets["knowledgeTypes"],
        json!([{ "type": "LESSON", "count": 1 }, { "type": "FAQ", "count": 2 }])
    );
    assert_eq!(
        facets["industries"],
        json!([{ "value": "Glass", "count": 2 }, { "value": "Steel", "count": 2 }])
    );
    assert_eq!(facets["ages"], json!([{ "age": "MONTH", "count": 4 }]));
    for (filter, expected) in [
        (json!({ "kinds": ["INCIDENT"] }), vec!["Kiln cold"]),
        (json!({ "kinds": ["ENTRY"], "accountIds": [other] }), vec!["Kiln three"]),
        (json!({ "industries": ["GLASS"] }), vec!["Kiln cold", "Kiln three"]),
        (json!({ "tags": ["HEAT"] }), vec!["Kiln one", "Kiln two"]),
        (json!({ "knowledgeTypes": ["LESSON"] }), vec!["Kiln one"]),
        (json!({ "writtenBefore": "2001-01-01T00:00:00Z" }), vec![]),
        (json!({ "kinds": [], "tags": [] }), vec!["Kiln cold", "Kiln one", "Kiln three", "Kiln two"]),
    ] {
        let found = search(&server.as_(SalesLead), "kiln", filter.clone()).await;
        let mut names: Vec<String> = found["nodes"].as_array().unwrap().iter().map(name).collect();
        names.sort();
        assert_eq!(names, expected, "{filter}");
        assert_eq!(found["totalCount"]["count"], expected.len(), "{filter}");
    }
});

story!(a_misspelled_query_is_put_right_and_an_unended_one_ended, async |server| {
    let account = server.triangle(json!({})).await;
    shared(&server, &account, "Verzögerung", "Die Verzögerung der Lieferung.").await;
    for (query, expected) in [
        ("verzogrung", vec!["verzögerung"]),
        ("verzö", vec!["verzögerung"]),
        ("Lieferung verzogrung ", vec!["Lieferung verzögerung "]),
        ("verzögerung", vec![]),
    ] {
        let found = search(&server.as_(SalesLead), query, json!(null)).await;
        assert_eq!(found["suggestions"], json!(expected), "{query}");
    }
    let stranger = search(&server.as_(Auditor), "verzogrung", json!(null)).await;
    assert_eq!(stranger["suggestions"], json!(["verzögerung"]));
    // However the field is asked for.
    let document = "{ search(query: \"verzogrung\") { ...Also } }
        fragment Also on SearchHitConnection { ... on SearchHitConnection { also: suggestions } }";
    let told = server.as_(SalesLead).query(document, json!({})).await;
    assert_eq!(told["search.also"], json!(["verzögerung"]));
});

story!(a_beginning_finds_the_same_whether_few_words_begin_so_or_many, async |server| {
    let account = server.triangle(json!({})).await;
    let letters = || ('a'..='z').collect::<Vec<_>>();
    let many: Vec<String> = letters()
        .iter()
        .flat_map(|one| ["u", "v", "w", "x", "y"].map(|two| format!("zorb{one}{two}")))
        .collect();
    shared(&server, &account, "Many", &many.join(" ")).await;
    shared(&server, &account, "Zorbing", "Down the hill.").await;
    let found = async |query: &str| {
        let mut found = names(&server, SalesLead, query).await;
        found.sort();
        found
    };
    assert_eq!(found("zorb").await, ["Many", "Zorbing"], "130 words begin so");
    assert_eq!(found("zor").await, ["Many", "Zorbing"]);
    assert_eq!(found("zorbi").await, ["Many", "Zorbing"], "6 words begin so");
    assert_eq!(found("zorbing").await, ["Zorbing"]);
});
