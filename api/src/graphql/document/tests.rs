//! Hostile and honest documents before the gate.

use async_graphql::Name;
use serde_json::json;

use super::*;

fn documents() -> Documents {
    Documents::new(Limits::default())
}

fn admit(text: &str) -> Result<Admitted> {
    documents().admit(text, None, Variables::default())
}

#[track_caller]
fn refused(text: &str, code: ErrorCode) -> Error {
    let Err(error) = admit(text) else { panic!("admitted: {text}") };
    assert_eq!(error.code(), code, "{}", error.message());
    error
}

#[track_caller]
fn over(text: &str, limit: &str) {
    let error = refused(text, ErrorCode::LimitExceeded);
    assert_eq!(error.detail("limit"), Some(&limit.into()), "{}", error.message());
}

fn bomb(levels: usize) -> String {
    let mut text = String::from("{...f0}");
    for level in 0..levels {
        let next = level + 1;
        text.push_str(&format!("fragment f{level} on Query{{...f{next} ...f{next}}}"));
    }
    text + &format!("fragment f{levels} on Query{{a}}")
}

#[test]
fn honest_documents_pass() {
    for text in [
        "{ a }",
        "query A($n: Int = 3) { a(first: $n) { nodes { id } } }",
        "# a comment with { [ ( brackets\n{ a(text: \"{[(\\\"\", block: \"\"\" {[( \\\"\"\" \"\"\") }",
        "\u{feff}{ a ... on Query { b } ...F } fragment F on Query { c }",
    ] {
        assert!(admit(text).is_ok(), "{text}: {:?}", admit(text).err());
    }
}

#[test]
fn a_fragment_bomb_costs_microseconds() {
    let started = std::time::Instant::now();
    over(&bomb(28), "expandedFields");
    assert!(started.elapsed().as_millis() < 50, "{:?}", started.elapsed());
}

#[test]
fn caps_on_the_text() {
    over(&format!("{{ {} }}", "a ".repeat(9_000)), "documentBytes");
    over(&format!("{{ {} }}", "a ".repeat(2_000)), "documentTokens");
    over(&format!("{{ a(x: {}1{}) }}", "[".repeat(70), "]".repeat(70)), "documentNesting");
}

#[test]
fn the_parser_survives_the_deepest_document_on_a_small_stack() {
    let limits = Limits::default();
    let deep = limits.document_nesting - 2;
    let texts = [
        format!("{{ a(x: {}1{}) }}", "[".repeat(deep), "]".repeat(deep)),
        format!("{{ a(x: {}1{}) }}", "{a:".repeat(deep), "}".repeat(deep)),
        format!("query($x: {}Int{}) {{ a }}", "[".repeat(deep), "]".repeat(deep)),
        format!("{}a{}", "{a ".repeat(deep), "}".repeat(deep)),
    ];
    let run = move || texts.iter().for_each(|text| drop(admit(text)));
    let thread = std::thread::Builder::new().stack_size(1024 * 1024).spawn(run);
    thread.expect("a thread").join().expect("no overflow");
}

#[test]
fn caps_on_the_shape() {
    over("{a{b{c{d{e{f{g{h{i{j{k}}}}}}}}}}}", "depth");
    assert!(admit("{a{b{c{d{e{f{g{h{i{j}}}}}}}}}}").is_ok());
    over(&format!("{{a {{ {} }}}}", (0..31).map(|n| format!("x{n}: b ")).collect::<String>()), "aliases");
    over("{a b c d e f g h i j k}", "queryRoots");
    over("mutation {a b c d e f}", "mutationRoots");
    over("{a @x @x @x @x @x @x}", "directivesPerField");
    over(&format!("{{ a {{ {} }} }}", "b @x @x @x @x @x ".repeat(7)), "directives");
    over(&format!("{}{{a}}{}", "{... ".repeat(35), "}".repeat(35)), "selectionNesting");
}

#[test]
fn introspection_may_be_deeper() {
    let of_type = "ofType{".repeat(9);
    let tail = "}".repeat(14);
    assert!(admit(&format!("{{__schema{{types{{fields{{args{{type{{{of_type}name{tail}}}")).is_ok());
    let of_type = "ofType{".repeat(10);
    over(&format!("{{__schema{{types{{fields{{args{{type{{{of_type}name{tail}}}}}"), "introspectionDepth");
}

#[test]
fn fragments_must_be_known_used_and_free_of_cycles() {
    refused("{ ...F }", ErrorCode::GraphqlValidationFailed);
    refused("{ a } fragment F on Query { a }", ErrorCode::GraphqlValidationFailed);
    let cycle = "{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }";
    refused(cycle, ErrorCode::GraphqlValidationFailed);
}

#[test]
fn a_mutation_key_stands_once() {
    let twice = "mutation { a(x: 1) { id } ...F } fragment F on Mutation { a(x: 1) { version } }";
    refused(twice, ErrorCode::GraphqlValidationFailed);
    assert!(admit("mutation { a(x: 1) b: a(x: 2) }").is_ok());
}

#[test]
fn a_subscription_has_one_root() {
    for text in [
        "subscription { a b }",
        "subscription { a ...F } fragment F on Subscription { b }",
        "subscription { a x: a }",
        "subscription { a(n: 1) a(n: 2) }",
        "subscription { __typename }",
        "subscription { a @skip(if: true) }",
        "subscription { ... @include(if: true) { a } }",
    ] {
        refused(text, ErrorCode::GraphqlValidationFailed);
    }
}

#[test]
fn a_subscription_root_in_a_fragment_moves_to_the_operation() {
    let text =
        "subscription { ...F a { y } } fragment F on Subscription { a { x ...G } } fragment G on E { z }";
    let mut admitted = admit(text).expect("admitted");
    let document = admitted.request.parsed_query().expect("parsed");
    let (_, operation) = document.operations.iter().next().expect("one operation");
    assert_eq!(operation.node.selection_set.node.items.len(), 1);
    assert_eq!(document.fragments.keys().map(Name::as_str).collect::<Vec<_>>(), ["G"]);
}

#[test]
fn pages_and_their_products_are_bounded() {
    over("{ a(first: 101) { nodes { id } } }", "pageSize");
    over("{ a(first: 100) { nodes { b(first: 100) { nodes { c { edges { node { id } } } } } } } }", "nodes");
    assert!(admit("{ a(first: 50) { nodes { b(first: 100) { nodes { id } } } } }").is_ok());
    assert!(admit("{ a { nodes { b { nodes { c { nodes { id } } } } } } }").is_ok(), "20 * 11 * 11");

    let text = "query($n: Int = 1000) { a(first: $n) { nodes { id } } }";
    over(text, "pageSize");
    let variables = Variables::from_json(json!({"n": 5}));
    assert!(documents().admit(text, None, variables).is_ok());
}

#[test]
fn lists_are_bounded_in_literals_and_variables() {
    over(&format!("{{ a(ids: [{}]) }}", "1,".repeat(101)), "inputList");
    let variables = Variables::from_json(json!({"ids": {"in": vec![1; 101]}}));
    let error =
        documents().admit("query($ids: In) { a(ids: $ids) }", None, variables).err().expect("refused");
    assert_eq!(error.code(), ErrorCode::LimitExceeded);
}

#[test]
fn required_variables_must_come() {
    refused("query($id: ID!) { a(id: $id) }", ErrorCode::BadUserInput);
    assert!(admit("query($id: ID! = 1, $x: Int) { a(id: $id, x: $x) }").is_ok());
}

#[test]
fn operations_are_chosen_by_name() {
    let documents = documents();
    let code = |text: &str, name: Option<&str>| {
        documents
            .admit(text, name, Variables::default())
            .map(|one| one.operation)
            .map_err(|error| error.code())
    };
    let two = "query A { a } mutation B { b }";
    assert_eq!(code(two, Some("B")), Ok(OperationType::Mutation));
    assert_eq!(code(two, None), Err(ErrorCode::OperationAmbiguous));
    assert_eq!(code(two, Some("C")), Err(ErrorCode::GraphqlValidationFailed));
    assert_eq!(code("query A { a }", None), Ok(OperationType::Query));
    assert_eq!(code("{ a }", Some("A")), Err(ErrorCode::GraphqlValidationFailed));
}

#[test]
fn syntax_errors_say_where() {
    let error = refused("{ a", ErrorCode::GraphqlParseFailed);
    assert!(
        error.message().starts_with("Syntax error at line 1, column 4: expected "),
        "{}",
        error.message()
    );
    for text in ["", "{ a(x: \"y) }", "{ a(x: \"\"\"y\"\") }", "type A { b: Int }", "{ a } { b }"] {
        refused(text, ErrorCode::GraphqlParseFailed);
    }
}

#[test]
fn the_memory_of_documents_is_bounded() {
    let documents = Documents::new(Limits { document_cache_bytes: 50_000, ..Limits::default() });
    for n in 0..1_000 {
        let text = format!("{{ a{n} }}");
        assert!(documents.admit(&text, None, Variables::default()).is_ok());
        assert!(documents.admit(&text, None, Variables::default()).is_ok());
    }
    let (count, bytes) = documents.cache.held();
    assert!(count > 5 && bytes <= 50_000, "{count} documents, {bytes} bytes");
}

#[test]
fn the_weight_of_a_document_covers_its_nodes() {
    use async_graphql::parser::types::{Field, Selection};
    // The densest text is one-letter fields: two bytes each, and an `Arc` for the name.
    let field = size_of::<Positioned<Selection>>().max(size_of::<Positioned<Field>>()) + 32;
    assert!(field <= 2 * cache::WEIGHT_OF_TEXT, "{field}");
}
