//! GraphQL over HTTP: media types, statuses, parameters, origins, credentials, waits.

use std::time::Duration;

use hyper::{Method, header};
use serde_json::{Value, json};
use support::{
    answer::Answer,
    client::{Call, Client},
    story,
};
use tokio::{io::AsyncWriteExt, net::TcpStream};

use super::{CHANGE, HELLO, STREAM, asking, raw, rest};

const GRAPHQL_RESPONSE: &str = "application/graphql-response+json";

fn post(client: &Client, body: &Value) -> Call {
    let call = client.call(Method::POST, "/graphql").header(header::CONTENT_TYPE, "application/json");
    call.body(body.to_string())
}

async fn accepting(client: &Client, accept: &str, body: &Value) -> Answer {
    post(client, body).header(header::ACCEPT, accept).send().await
}

story!(the_client_chooses_the_media_type, async |server| {
    let client = server.anonymous();
    for (accept, status, media_type) in [
        ("application/json", 200, "application/json; charset=utf-8"),
        (GRAPHQL_RESPONSE, 200, "application/graphql-response+json; charset=utf-8"),
        ("application/graphql-response+json;q=0.5, application/json", 200, "application/json; charset=utf-8"),
        ("*/*", 200, "application/json; charset=utf-8"),
        ("text/event-stream", 200, "text/event-stream; charset=utf-8"),
        ("text/html", 406, "application/json; charset=utf-8"),
        ("application/json;q=0", 406, "application/json; charset=utf-8"),
    ] {
        let answer = accepting(&client, accept, &asking(HELLO)).await;
        assert_eq!(answer.status(), status, "{accept}: {answer:?}");
        assert_eq!(answer.header("content-type"), Some(media_type), "{accept}");
        assert!(answer.header("vary").is_some_and(|vary| vary.contains("accept")), "{accept}");
    }
    let answer = post(&client, &asking(HELLO)).send().await;
    assert_eq!(answer.header("content-type"), Some("application/json; charset=utf-8"), "no Accept at all");
    assert_eq!(answer.data()["__typename"], "Query");
});

story!(a_fault_before_execution_has_no_data_and_is_400_only_in_the_new_media_type, async |server| {
    let client = server.anonymous();
    for (body, code) in [
        (asking("{ __typename"), "GRAPHQL_PARSE_FAILED"),
        (asking("{ thereIsNoSuchField }"), "GRAPHQL_VALIDATION_FAILED"),
        (asking("query($n: Int!) { a(n: $n) }"), "BAD_USER_INPUT"),
        (asking("query A { __typename } query B { __typename }"), "OPERATION_AMBIGUOUS"),
        (json!({"query": "query A { __typename }", "operationName": "B"}), "GRAPHQL_VALIDATION_FAILED"),
    ] {
        for (accept, status) in [(GRAPHQL_RESPONSE, 400), ("application/json", 200)] {
            let answer = accepting(&client, accept, &body).await;
            assert_eq!((answer.status(), answer.code()), (status, code), "{answer:?}");
            assert!(answer.json().get("data").is_none(), "{answer:?}");
        }
    }
});

story!(malformed_parameters_are_400_in_every_media_type, async |server| {
    let client = server.anonymous();
    for (body, code) in [
        ("", "BAD_REQUEST"),
        ("{", "BAD_REQUEST"),
        ("\"{ __typename }\"", "BAD_REQUEST"),
        ("{}", "BAD_REQUEST"),
        (r#"{"query": 1}"#, "BAD_REQUEST"),
        (r#"{"query": "{ __typename }", "variables": []}"#, "BAD_REQUEST"),
        (r#"{"query": "{ __typename }", "operationName": {}}"#, "BAD_REQUEST"),
        (r#"{"query": "{ __typename }", "extensions": "x"}"#, "BAD_REQUEST"),
        (r#"[{"query": "{ __typename }"}]"#, "BATCHING_UNSUPPORTED"),
    ] {
        for accept in [GRAPHQL_RESPONSE, "application/json"] {
            let call = client.call(Method::POST, "/graphql").header(header::CONTENT_TYPE, "application/json");
            let answer = call.header(header::ACCEPT, accept).body(body.to_owned()).send().await;
            assert_eq!((answer.status(), answer.code()), (400, code), "{body}: {answer:?}");
        }
    }
});

story!(absent_and_unknown_parameters_do_no_harm, async |server| {
    let body = json!({
        "query": "query Hello { __typename }", "operationName": "", "variables": null, "extensions": {}, "id": 7
    });
    assert_eq!(server.anonymous().post(&body).await.data()["__typename"], "Query");
});

story!(only_json_is_taken, async |server| {
    for media_type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        let call = post(&server.anonymous(), &asking(HELLO)).header(header::CONTENT_TYPE, media_type);
        let answer = call.send().await;
        assert_eq!((answer.status(), answer.code()), (415, "BAD_REQUEST"), "{media_type}");
    }
});

story!(other_methods_are_told_which_would_do, async |server| {
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let answer = server.anonymous().call(method, "/graphql").send().await;
        assert_eq!((answer.status(), answer.header("allow")), (405, Some("GET, POST")));
    }
});

story!(get_serves_queries_and_nothing_else, async |server| {
    let get = |query: &str| {
        let query = query.replace(' ', "%20").replace('{', "%7B").replace('}', "%7D");
        server.anonymous().call(Method::GET, &format!("/graphql?query={query}"))
    };
    let bare = get(HELLO).send().await;
    assert_eq!((bare.status(), bare.code()), (400, "BAD_REQUEST"), "a foreign page could send it");
    for name in ["graphql-require-preflight", "apollo-require-preflight"] {
        assert_eq!(get(HELLO).header(name, "1").send().await.data()["__typename"], "Query");
    }
    let mutation = get(CHANGE).header("graphql-require-preflight", "1").send().await;
    assert_eq!((mutation.status(), mutation.header("allow")), (405, Some("POST")));
    let named = get("query A { __typename } query B { b: __typename }&operationName=B");
    assert_eq!(named.header("graphql-require-preflight", "1").send().await.data()["b"], "Query");
    let cookie = get(HELLO).header("cookie", "token=1").send().await;
    assert_eq!(cookie.status(), 400, "cookies are nobody's credentials");
});

story!(a_subscription_needs_a_stream, async |server| {
    let answer = accepting(&server.anonymous(), GRAPHQL_RESPONSE, &asking(STREAM)).await;
    assert_eq!((answer.status(), answer.code()), (400, "BAD_REQUEST"));
});

story!(bad_credentials_are_401_with_a_challenge, async |server| {
    for token in ["nonsense", "itk_nonsense", "a.b.c"] {
        let answer = server.with_token(token).query(HELLO, json!({})).await;
        assert_eq!((answer.status(), answer.code()), (401, "UNAUTHENTICATED"), "{answer:?}");
        assert!(
            answer.header("www-authenticate").is_some_and(|value| value.starts_with("Bearer")),
            "{answer:?}"
        );
    }
    let basic =
        post(&server.anonymous(), &asking(HELLO)).header(header::AUTHORIZATION, "Basic eDp5").send().await;
    assert_eq!(basic.status(), 401);
    let long = server.with_token(&"x".repeat(9_000)).query(HELLO, json!({})).await;
    assert_eq!((long.status(), long.code()), (401, "LIMIT_EXCEEDED"));
});

story!(a_page_of_a_foreign_origin_is_refused, async |server| {
    for origin in ["https://evil.example", "null", "http://127.0.0.1"] {
        let answer = post(&server.anonymous(), &asking(HELLO)).header(header::ORIGIN, origin).send().await;
        assert_eq!((answer.status(), answer.code()), (403, "FORBIDDEN"), "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
    let own = format!("http://{}", server.address());
    assert_eq!(
        post(&server.anonymous(), &asking(HELLO)).header(header::ORIGIN, &own).send().await.status(),
        200
    );
});

story!(a_listed_origin_may_ask_and_read, async |server| {
    let origin = "https://app.example";
    let server = server.restart_with(|config| config.allowed_origins = vec![origin.to_owned()]).await;
    let preflight = server.anonymous().call(Method::OPTIONS, "/graphql").header(header::ORIGIN, origin);
    let preflight = preflight.header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST").send().await;
    assert_eq!((preflight.status(), preflight.header("access-control-allow-origin")), (204, Some(origin)));
    for name in ["authorization", "content-type", "graphql-require-preflight"] {
        let allowed = preflight.header("access-control-allow-headers").unwrap_or_default();
        assert!(allowed.contains(name), "{allowed}");
    }
    let answer = post(&server.anonymous(), &asking(HELLO)).header(header::ORIGIN, origin).send().await;
    assert_eq!((answer.status(), answer.header("access-control-allow-origin")), (200, Some(origin)));
    assert!(answer.header("vary").is_some_and(|vary| vary.contains("origin")), "{answer:?}");
});

story!(every_answer_carries_a_request_id, async |server| {
    let given =
        post(&server.anonymous(), &asking("{ nothing }")).header("x-request-id", "client-7").send().await;
    assert_eq!(given.header("x-request-id"), Some("client-7"));
    assert_eq!(given.error()["extensions"]["requestId"], "client-7");
    for path in
        ["/", "/healthz", "/readyz", "/schema.graphql", "/.well-known/jwks.json", "/nowhere", "/graphql"]
    {
        let answer =
            server.anonymous().call(Method::GET, path).header("x-request-id", "not a sane id").send().await;
        assert_eq!(answer.header("x-request-id").map(str::len), Some(32), "{path}");
    }
});

/// How many of the server's own tasks wait for the clock at rest: housekeeping, digests, promises, verifications, the
/// sweepers of incidents and of handovers, and the sender of webhooks.
const BY_ITSELF: usize = 7;

story!(a_request_that_dawdles_is_cut, async |server| {
    let head =
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{";
    // How many waits the server then has for the connection: for its first request, and for the head or the body.
    for (text, waits, expected) in [
        ("", 1, ""),
        ("POST /gra", 2, ""),
        ("PRI * HTTP/2.0\r\n", 1, ""),
        ("GET / HTTP/1.1\r\nhost: x\r\nx-slow: ", 2, ""),
        (head, 2, "HTTP/1.1 408 Request Timeout"),
    ] {
        server.has_sleepers(BY_ITSELF).await;
        let mut stream = raw(&server, text).await;
        server.has_sleepers(BY_ITSELF + waits).await;
        server.advance(Duration::from_secs(15));
        let answer = rest(&mut stream).await;
        assert!(
            answer.starts_with(expected) && answer.is_empty() == expected.is_empty(),
            "{text:?}: {answer}"
        );
    }
});

story!(a_request_under_way_is_finished_when_the_server_stops, async |server| {
    let body = asking(HELLO).to_string();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let address = server.address();
    let mut stream = raw(&server, &head).await;
    // The connection and the body.
    server.has_sleepers(BY_ITSELF + 2).await;
    let finish = async {
        // It has begun to stop when nobody else comes in.
        while TcpStream::connect(address).await.is_ok() {}
        stream.write_all(body.as_bytes()).await.expect("the server should still read");
        rest(&mut stream).await
    };
    let ((), answer) = tokio::join!(server.stop(), finish);
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("Query"), "{answer}");
});

story!(the_server_says_what_it_is, async |server| {
    let get = async |path| server.anonymous().call(Method::GET, path).send().await;
    assert_eq!(get("/healthz").await.status(), 200);
    let schema = get("/schema.graphql").await;
    assert!(String::from_utf8_lossy(schema.body()).contains("type Query"), "{schema:?}");
    let start = get("/").await;
    assert!(String::from_utf8_lossy(start.body()).contains("/schema.graphql"), "{start:?}");
    assert!(get("/.well-known/jwks.json").await.json()["keys"].is_array());
    let nowhere = get("/nowhere").await;
    assert_eq!((nowhere.status(), nowhere.code()), (404, "NOT_FOUND"));
});
