//! What these stories do again and again.

use support::Persona;
use support::{Server, Value, json};

pub(super) use crate::account::acting::{and, ask, attempt, now, refusal, told};

/// A person for a place, as an input.
pub(super) fn place(server: &Server, account: &str, persona: Persona, seat: &str, position: &str) -> Value {
    json!({ "accountId": account, "userId": server.cast().id(persona), "seat": seat, "position": position })
}

/// The running assignment of a persona on an account.
pub(crate) async fn assignment(server: &Server, account: &str, persona: Persona) -> String {
    let team = ask(server, Persona::Administrator, account, "team { id user { name } }").await;
    let team = team["account.team"].as_array().unwrap().clone();
    let own = team.iter().find(|it| it["user"]["name"] == persona.name());
    own.unwrap_or_else(|| panic!("{persona:?} serves nothing"))["id"].as_str().unwrap().to_owned()
}

/// Who serves in a seat: primary, deputy and members by name.
pub(crate) async fn seat(server: &Server, account: &str, seat: &str) -> Value {
    let names = "primary { user { name } } deputy { user { name } } members { user { name } }";
    let answer =
        ask(server, Persona::Administrator, account, &format!("triangle {{ {seat} {{ {names} }} }}")).await;
    let seat = &answer[format!("account.triangle.{seat}").as_str()];
    let name = |assignment: &Value| assignment["user"]["name"].clone();
    let members: Vec<_> = seat["members"].as_array().unwrap().iter().map(name).collect();
    json!([name(&seat["primary"]), name(&seat["deputy"]), members])
}
