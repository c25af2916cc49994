//! Hostile documents and bodies over HTTP. The table of limits is the contract; `extensions.limit` names its rows.

use std::time::{Duration, Instant};

use hyper::{Method, header};
use serde_json::{Value, json};
use support::{answer::Answer, server::Server, story};

use super::asking;

async fn refused(server: &Server, body: &Value, limit: &str) -> Answer {
    let answer = server.anonymous().post(body).await;
    let shown = body.to_string().chars().take(200).collect::<String>();
    assert_eq!(answer.code(), "LIMIT_EXCEEDED", "{shown}: {answer:?}");
    let extensions = &answer.error()["extensions"];
    assert_eq!(extensions["limit"], limit, "{shown}: {answer:?}");
    assert!(extensions["actual"].as_u64() > extensions["max"].as_u64(), "{answer:?}");
    assert!(answer.json().get("data").is_none(), "{answer:?}");
    answer
}

/// Each fragment spreads the next one twice.
fn bomb(levels: usize) -> String {
    let fragments: String = (0..levels)
        .map(|level| format!("fragment f{level} on Query{{...f{next} ...f{next}}}", next = level + 1))
        .collect();
    format!("{{...f0}}{fragments}fragment f{levels} on Query{{__typename}}")
}

story!(a_fragment_bomb_costs_nothing, async |server| {
    let started = Instant::now();
    for _ in 0..20 {
        refused(&server, &asking(&bomb(28)), "expandedFields").await;
    }
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
});

story!(documents_are_bounded_in_every_direction, async |server| {
    let many = |count: usize, text: fn(usize) -> String| (0..count).map(text).collect::<String>();
    for (document, limit) in [
        (format!("{{ {} }}", "__typename ".repeat(2_000)), "documentBytes"),
        (format!("{{ {} }}", "a ".repeat(2_000)), "documentTokens"),
        (format!("{{ a(x: {}1{}) }}", "[".repeat(70), "]".repeat(70)), "documentNesting"),
        (format!("{}{{a}}{}", "{... ".repeat(35), "}".repeat(35)), "selectionNesting"),
        (format!("{}a{}", "{a ".repeat(11), "}".repeat(11)), "depth"),
        (format!("{{ __schema {} name {} }}", "{a ".repeat(15), "}".repeat(15)), "introspectionDepth"),
        (format!("{{ a {{ {} }} }}", many(31, |n| format!("x{n}: b "))), "aliases"),
        (format!("{{ {} }}", many(11, |n| format!("a{n} "))), "queryRoots"),
        (format!("mutation {{ {} }}", many(6, |n| format!("a{n} "))), "mutationRoots"),
        (format!("{{ a {} }}", "@x ".repeat(6)), "directivesPerField"),
        (format!("{{ a {{ {} }} }}", "b @x @x @x @x @x ".repeat(7)), "directives"),
        (format!("{{ a(ids: [{}]) }}", "1,".repeat(101)), "inputList"),
        ("{ a(first: 101) { nodes { id } } }".to_owned(), "pageSize"),
        ("{ a(first: 100) { nodes { b(last: 100) { edges { node { id } } } } } }".to_owned(), "nodes"),
    ] {
        refused(&server, &asking(&document), limit).await;
    }
});

story!(variables_are_bounded_too, async |server| {
    let list =
        json!({ "query": "query($in: In) { a(in: $in) }", "variables": { "in": { "ids": vec![1; 101] } } });
    refused(&server, &list, "inputList").await;
    let page =
        json!({ "query": "query($n: Int) { a(first: $n) { nodes { id } } }", "variables": { "n": 101 } });
    refused(&server, &page, "pageSize").await;
});

story!(a_body_is_bounded, async |server| {
    let call =
        server.anonymous().call(Method::POST, "/graphql").header(header::CONTENT_TYPE, "application/json");
    let answer = call.body(" ".repeat(256 * 1024 + 1)).send().await;
    assert_eq!((answer.status(), answer.code()), (413, "LIMIT_EXCEEDED"));
});

story!(an_answer_lists_twenty_errors, async |server| {
    let fields: String = (0..10).map(|n| format!("a{n} {{ x y z }} ")).collect();
    let answer = server.anonymous().post(&asking(&format!("{{ {fields} ... {{ b c d }} }}"))).await;
    assert!(answer.errors().len() <= 20, "{answer:?}");
    let arguments: String = (0..25).map(|n| format!("a{n}: 1 ")).collect();
    let answer = server
        .anonymous()
        .post(&asking(&format!("{{ __type(name: \"Query\" {arguments}) {{ name }} }}")))
        .await;
    assert_eq!(answer.errors().len(), 20, "{answer:?}");
});

story!(introspection_as_tools_ask_for_it_fits, async |server| {
    let of_type = "{ kind name ofType ".repeat(9) + "{ kind name }" + &" }".repeat(9);
    let document = format!(
        "query IntrospectionQuery {{ __schema {{ queryType {{ name }} types {{ ...FullType }} }} }}
         fragment FullType on __Type {{ kind name fields(includeDeprecated: true) {{ name args {{ ...InputValue }}
           type {{ ...TypeRef }} }} inputFields {{ ...InputValue }} }}
         fragment InputValue on __InputValue {{ name type {{ ...TypeRef }} defaultValue }}
         fragment TypeRef on __Type {of_type}"
    );
    let answer = server.anonymous().post(&asking(&document)).await;
    assert_eq!(answer["__schema.queryType.name"], "Query");
});
