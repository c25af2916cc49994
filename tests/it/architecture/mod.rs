//! The direction of dependencies, read from the sources: from `main` through the layers listed below to `entity`, and inside `domain` only upwards in the list of `domain/mod.rs`.

mod path;

use std::fs;
use std::path::{Path, PathBuf};

use path::paths;

/// The modules at the root of the server's crate, each allowed to import those behind it. What is not listed belongs
/// to the root, which may import everything and which nobody may import.
const LAYERS: [&str; 8] = ["", "http", "app", "config", "graphql", "domain", "platform", "limits"];

/// Crates that may not be named below a directory.
const FORBIDDEN_CRATES: [(&str, &[&str]); 6] = [
    ("api/src/graphql/", &["sea_orm", "sea_orm_migration", "sqlx", "migration"]),
    ("api/src/http/", &["sea_orm", "sea_orm_migration", "sqlx", "migration"]),
    ("api/src/domain/", &["async_graphql", "axum"]),
    ("api/src/platform/", &["async_graphql"]),
    ("entity/src/", &["api", "async_graphql", "axum", "migration"]),
    ("migration/src/", &["api", "entity"]),
];

struct Source {
    path: String,
    text: String,
}

#[test]
fn dependencies_point_in_one_direction() {
    let sources = all_sources();
    let found = violations(&sources);
    assert!(found.is_empty(), "forbidden imports:\n{}", found.join("\n"));
}

#[test]
fn every_file_opens_with_what_it_is() {
    let sources = all_sources();
    let silent: Vec<&str> =
        sources.iter().filter(|it| !it.text.starts_with("//!")).map(|it| it.path.as_str()).collect();
    assert!(silent.is_empty(), "files that do not open with //!:\n{}", silent.join("\n"));
}

#[test]
fn a_forbidden_import_is_found_however_it_is_written() {
    let map =
        source("api/src/domain/mod.rs", "//! Map\npub mod access;\npub mod account;\npub mod incident;\n");
    let cases = [
        ("platform/db.rs", "use crate::domain::access::Viewer;"),
        ("platform/db.rs", "use crate::{limits::Limits, domain::{self}};"),
        ("platform/db.rs", "fn f() { crate::graphql::schema() }"),
        ("platform/db.rs", "use crate::run;"),
        ("domain/access/mod.rs", "use crate::domain::incident::Incident;"),
        ("domain/access/mod.rs", "use super::{account::Account};"),
        ("domain/access/matrix.rs", "use super::super::incident;"),
        ("domain/access/matrix.rs", "mod tests { mod deep { use super::super::super::super::account; } }"),
        ("domain/account/mod.rs", "use crate::domain;"),
        ("domain/account/mod.rs", "use async_graphql::SimpleObject;"),
        ("graphql/query.rs", "fn f() -> sea_orm::DbErr { todo!() }"),
        ("graphql/query.rs", "use sqlx;"),
        ("graphql/query.rs", "macro_rules! m { () => { $crate::http::router() } }"),
        ("http/ws.rs", "use {sea_orm::DbErr, axum::Router};"),
        ("app.rs", "use crate::http::router;"),
    ];
    for (path, text) in cases {
        let found = violations(&[
            source("api/src/domain/mod.rs", &map.text),
            source(&format!("api/src/{path}"), text),
        ]);
        assert_eq!(found.len(), 1, "{path}: {text}\nfound {found:?}");
    }
    let found = violations(&[source("migration/src/first.rs", "use entity::account;")]);
    assert_eq!(found, ["migration/src/first.rs:1 names entity::account"]);
}

#[test]
fn an_allowed_import_passes() {
    let cases = [
        ("domain/incident/service.rs", "use crate::domain::{access, account::Accounts}; use super::rules;"),
        ("domain/incident/service.rs", "pub(in crate::domain) fn f() {} // use crate::graphql::x\n"),
        (
            "domain/incident/service.rs",
            r##"const T: &str = r#"crate::graphql::x"#; const C: char = '"'; use sea_orm::A;"##,
        ),
        (
            "domain/incident/rules.rs",
            "fn f<'a>(x: &'a str) {} mod tests { use super::*; use super::super::store; }",
        ),
        (
            "graphql/query.rs",
            "use crate::{domain::account, platform::clock::Clock}; use async_graphql::Object;",
        ),
        ("http/ws.rs", "use crate::app::App;"),
        ("lib.rs", "use crate::http::router; use sea_orm::DbErr;"),
        ("main.rs", "use api::Config;"),
    ];
    let map = "//! Map\npub mod access;\npub mod account;\npub mod incident;\n";
    for (path, text) in cases {
        let found =
            violations(&[source("api/src/domain/mod.rs", map), source(&format!("api/src/{path}"), text)]);
        assert!(found.is_empty(), "{path}: {text}\nfound {found:?}");
    }
}

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

fn violations(sources: &[Source]) -> Vec<String> {
    let map = sources.iter().find(|source| source.path == "api/src/domain/mod.rs");
    let domains = map.map_or(Vec::new(), |map| modules_in_order(&map.text));
    sources.iter().flat_map(|source| violations_of(source, &domains)).collect()
}

fn violations_of(source: &Source, domains: &[&str]) -> Vec<String> {
    let module = module_of(&source.path);
    let is_api = source.path.starts_with("api/src/");
    let crates = FORBIDDEN_CRATES.iter().filter(|(place, _)| source.path.starts_with(place));
    let forbidden: Vec<&str> = crates.flat_map(|(_, names)| names.iter().copied()).collect();
    let mut found = Vec::new();
    for path in paths(&source.text, &module) {
        let written = path.segments.join("::");
        let is_violation = match path.is_local {
            false => path.segments.first().is_some_and(|name| forbidden.contains(&name.as_str())),
            true => {
                is_api && (is_upward(&module, &path.segments) || is_later(&module, &path.segments, domains))
            }
        };
        if is_violation {
            found.push(format!("{}:{} names {written}", source.path, path.line));
        }
    }
    found
}

/// Whether an import leads to a layer before the importer's own.
fn is_upward(from: &[String], to: &[String]) -> bool {
    layer(to) < layer(from)
}

fn layer(module: &[String]) -> usize {
    let name = module.first().map_or("", String::as_str);
    LAYERS.iter().position(|layer| *layer == name).unwrap_or(0)
}

/// Whether an import inside `domain` leads to a module that is listed below the importer's own, or to no certain one.
fn is_later(from: &[String], to: &[String], domains: &[&str]) -> bool {
    let (["domain", from, ..], ["domain", to @ ..]) = (&names(from)[..], &names(to)[..]) else {
        return false;
    };
    let place = |name: &str| domains.iter().position(|domain| *domain == name);
    match to.first() {
        Some(to) => place(to) > place(from),
        None => true,
    }
}

fn names(module: &[String]) -> Vec<&str> {
    module.iter().map(String::as_str).collect()
}

fn modules_in_order(map: &str) -> Vec<&str> {
    map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect()
}

/// `api/src/domain/access/matrix.rs` is `domain::access::matrix`.
fn module_of(path: &str) -> Vec<String> {
    let inside = path.split_once("src/").map_or(path, |(_, inside)| inside);
    let steps = inside.trim_end_matches(".rs").split('/').map(str::to_owned);
    let mut module: Vec<String> = steps.collect();
    module.pop_if(|last| ["lib", "main", "mod"].contains(&last.as_str()));
    module
}

fn all_sources() -> Vec<Source> {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package is a member of the workspace");
    let mut sources = Vec::new();
    collect(root, root, &mut sources);
    assert!(
        sources.iter().any(|source| source.path == "api/src/lib.rs"),
        "no sources found in {}",
        root.display()
    );
    sources
}

fn collect(root: &Path, directory: &Path, sources: &mut Vec<Source>) {
    let entries = fs::read_dir(directory).expect("a directory of the repository can be read");
    let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && !name.starts_with('.') && name != "target" && name != "node_modules" {
            collect(root, &path, sources);
        } else if name.ends_with(".rs") {
            let inside = path.strip_prefix(root).expect("the walk stays inside the repository");
            let text = fs::read_to_string(&path).expect("a source is UTF-8");
            sources.push(Source { path: inside.to_string_lossy().into_owned(), text });
        }
    }
}
