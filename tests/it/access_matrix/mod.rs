//! The matrix of roles and sight, walked from outside: every principal asks for everything by every root field, and what is
//! hidden answers as what does not exist.

mod coverage;
mod list;
mod mutation;
mod nested;
mod root;
mod world;

use support::answer::Answer;

/// One letter for each principal: the people (A administrator, D director, S sales, T technical, F delivery, P deputy,
/// M member, O outsider, E escalation manager, X executive, U auditor, Z an executive who sponsors `QUIET`, L who was an
/// executive when they were named to lead the incident of `HIDDEN`, R on the response teams of `HIDDEN` and `QUIET`), N nobody,
/// and the bots (a `account:read`, i `incident:read`, k `knowledge:read` for all staff, r `incident:report`,
/// t `incident:timeline`, b every scope and audience, but for one account).
const EVERYBODY: &str = "ADSTFPMOEXUZLRNaikrtb";

/// Who sees what, as the matrix of roles says it. `OWN` (with an open incident) is served by the triangle and in the
/// director's region; `HIDDEN` (with an open incident) and `QUIET` (whose incident is over) are in another.
const SIGHT: [(&str, &str, &str); 31] = [
    ("account", "OWN", "ADSTFPMEXUZab"),
    ("account", "HIDDEN", "AEXUZLRa"),
    ("account", "QUIET", "AUZa"),
    ("incident", "OWN", "DSTFPEXUZib"),
    ("incident", "HIDDEN", "EXUZLRi"),
    ("incident", "QUIET", "EXUZRi"),
    ("letter", "OWN", "DSTFPEXUZ"),
    ("letter", "HIDDEN", "EXUZLR"),
    ("commitment", "OWN", "DSTFPEXUZ"),
    ("commitment", "HIDDEN", "EXUZLR"),
    ("customerRequest", "OWN", "DSTFPMXUZ"),
    ("customerRequest", "HIDDEN", "XUZ"),
    ("handover", "OWN", "ADSTFPXUZ"),
    ("handover", "HIDDEN", "AXUZ"),
    ("knowledgeEntry", "OWN TRIANGLE", "DSTFPXUZb"),
    ("knowledgeEntry", "OWN ACCOUNT_TEAM", "DSTFPMEXUZb"),
    ("knowledgeEntry", "OWN ALL_STAFF", "DSTFPMOEXUZLRkb"),
    ("knowledgeEntry", "OWN EXECUTIVES", "XUZb"),
    ("knowledgeEntry", "OWN draft", "X"),
    ("knowledgeEntry", "HIDDEN TRIANGLE", "XUZ"),
    ("knowledgeEntry", "HIDDEN ACCOUNT_TEAM", "EXUZ"),
    ("knowledgeEntry", "HIDDEN ALL_STAFF", "DSTFPMOEXUZLRk"),
    ("knowledgeEntry", "HIDDEN EXECUTIVES", "XUZ"),
    ("knowledgeEntry", "HIDDEN draft", "X"),
    ("knowledgeEntry", "QUIET TRIANGLE", "XUZ"),
    ("knowledgeEntry", "QUIET ACCOUNT_TEAM", "XUZ"),
    ("knowledgeEntry", "QUIET EXECUTIVES", "XUZ"),
    ("specialNote", "OWN", "DSTFPMEXUZ"),
    ("specialNote", "HIDDEN", "EXUZLR"),
    ("user", "stranger", "ADSTFPMOEXUZLR"),
    ("bot", "stranger", "A"),
];

/// How a root field of a query is held against the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    /// For one thing of that kind, by an argument of that name and type.
    One(&'static str, &'static str, &'static str),
    /// For a list of things of that kind.
    List(&'static str),
    /// For nothing that belongs to an account: everybody who is signed in, or everybody, gets the same.
    Common,
    /// For what only some roles of the company ask for; its own stories hold it against rights.
    Company,
    /// For what is the viewer's own and nobody else's; its own stories hold it against rights.
    Own,
    /// For sums over what the viewer sees; their own stories hold them against rights.
    Sums,
    /// For what is found in all that the viewer sees; the stories of search hold it against rights.
    Search,
    /// For what is inside of a thing and asked for by itself; its own stories hold it against rights.
    Inside,
    /// For several things of any kind by their ids; the stories of nodes hold it against rights.
    Several,
    /// For the log, which the stories of the stream hold against rights.
    Log,
}

/// Every root field of a query.
const QUERIES: [(&str, Asks); 54] = [
    ("account", Asks::One("account", "id", "ID!")),
    ("accountByCode", Asks::One("account", "code", "String!")),
    ("accounts", Asks::List("account")),
    ("bot", Asks::One("bot", "id", "ID!")),
    ("bots", Asks::List("bot")),
    ("escalationPolicy", Asks::Common),
    ("changeDigest", Asks::Own),
    ("commitments", Asks::List("commitment")),
    ("customerRequest", Asks::One("customerRequest", "id", "ID!")),
    ("customerRequests", Asks::List("customerRequest")),
    ("eventCursor", Asks::Common),
    ("eventLog", Asks::Log),
    ("handover", Asks::One("handover", "id", "ID!")),
    ("handoverPack", Asks::Inside),
    ("handovers", Asks::List("handover")),
    ("incident", Asks::One("incident", "id", "ID!")),
    ("incidentByNumber", Asks::One("incident", "number", "String!")),
    ("incidents", Asks::List("incident")),
    ("knowledgeEntries", Asks::List("knowledgeEntry")),
    ("knowledgeEntry", Asks::One("knowledgeEntry", "id", "ID!")),
    ("knowledgeEntryNearest", Asks::Search),
    ("knowledgeGaps", Asks::Company),
    ("knowledgeTerms", Asks::Common),
    ("knowledgeTrustScore", Asks::Sums),
    ("letter", Asks::One("letter", "id", "ID!")),
    ("myAccounts", Asks::List("account")),
    ("myCustomerRequests", Asks::Own),
    ("myNotices", Asks::Own),
    ("myQuietHours", Asks::Own),
    ("myVerifications", Asks::Own),
    ("node", Asks::One("account", "id", "ID!")),
    ("node", Asks::One("incident", "id", "ID!")),
    ("node", Asks::One("letter", "id", "ID!")),
    ("node", Asks::One("handover", "id", "ID!")),
    ("node", Asks::One("knowledgeEntry", "id", "ID!")),
    ("node", Asks::One("customerRequest", "id", "ID!")),
    ("node", Asks::One("user", "id", "ID!")),
    ("node", Asks::One("bot", "id", "ID!")),
    ("nodes", Asks::Several),
    ("proficiency", Asks::Inside),
    ("proficiencyCohorts", Asks::Sums),
    ("redChannelFigures", Asks::Sums),
    ("regions", Asks::Common),
    ("responseSpeed", Asks::Sums),
    ("search", Asks::Search),
    ("specialNote", Asks::One("specialNote", "id", "ID!")),
    ("user", Asks::One("user", "id", "ID!")),
    ("users", Asks::List("user")),
    ("viewer", Asks::Common),
    ("watchList", Asks::List("account")),
    ("webhookDeliveries", Asks::Company),
    ("webhookDelivery", Asks::Company),
    ("webhookEndpoint", Asks::Company),
    ("webhookEndpoints", Asks::Company),
];

/// Every root field of a subscription; the stories of the stream hold them against rights, event by event.
const SUBSCRIPTIONS: [&str; 5] =
    ["accountEvents", "changeDigests", "incidentEvents", "knowledgeEvents", "noticeEvents"];

fn sees(kind: &str, name: &str, principal: char) -> bool {
    let row = SIGHT.iter().find(|(of, it, _)| (*of, *it) == (kind, name));
    row.unwrap_or_else(|| panic!("no row for {kind} {name}")).2.contains(principal)
}

/// An answer byte by byte, but for the request's own id and what was asked for.
fn anonymised(answer: &Answer, asked: &str) -> (u16, String) {
    let mut text = String::from_utf8(answer.body().to_vec()).unwrap();
    for error in answer.errors() {
        if let Some(request) = error["extensions"]["requestId"].as_str() {
            text = text.replace(request, "REQUEST");
        }
    }
    (answer.status(), text.replace(asked, "ASKED"))
}
