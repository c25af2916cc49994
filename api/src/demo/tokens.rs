//! Fresh credentials at every start, and what is printed of them: lines for a shell, and a first request.

use std::{collections::BTreeSet, fmt::Write as _, net::SocketAddr, time::Duration};

use entity::{api_key::Scope, id::BotId, knowledge_entry::Audience};

use super::{
    cast::{ADMINISTRATOR, BOT, BOT_KEY, BOT_VARIABLE, CAST, SALES},
    story::{Problem, Told},
};
use crate::{
    domain::{
        access::Viewer,
        identity::{IssueApiKey, access_token},
        letter::PromiseFilter,
        services::Services,
    },
    platform::{db::Db, page::PageRequest, secret::Secret},
};

/// How long the tokens work.
const LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// What a key of the demonstration's bot may do: everything that bots can.
const SCOPES: [Scope; 5] = [
    Scope::IncidentReport,
    Scope::IncidentRead,
    Scope::IncidentTimeline,
    Scope::AccountRead,
    Scope::KnowledgeRead,
];

/// The text that the server prints: who there is, lines for a shell, a first request. The lines have no comments, which not
/// every shell takes when they are pasted.
pub(super) async fn greeting(services: &Services, db: &Db, address: SocketAddr) -> Told<String> {
    let mut people = String::new();
    let mut lines = format!("export SERVER='http://{address}'\nexport API='http://{address}/graphql'\n");
    let (mut administrator, mut sales) = (None, None);
    for member in &CAST {
        let Some((variable, role)) = member.persona else { continue };
        let token = access_token(db, member.email, LIFETIME).await?.secret;
        writeln!(people, "  {variable:<11} {:<22} {}, {role}", member.email, member.name)?;
        writeln!(lines, "export {variable}='{}'", token.reveal())?;
        match member.email {
            ADMINISTRATOR => administrator = Some(token),
            SALES => sales = Some(token),
            _ => {}
        }
    }
    let (Some(administrator), Some(sales)) = (administrator, sales) else {
        return Err(Problem::from("nobody administers or sells"));
    };
    let key = fresh_key(services, &viewer_of(services, &administrator).await?).await?;
    writeln!(people, "  {BOT_VARIABLE:<11} {:<22} {BOT}, reports incidents and reads", "(an API key)")?;
    writeln!(lines, "export {BOT_VARIABLE}='{}'", key.reveal())?;
    let letter = letter_that_was_sent(services, &viewer_of(services, &sales).await?).await?;
    Ok(format!(
        "\nThis is a demonstration: its people, accounts and incidents are made up, and only this machine reaches it.\n\n\
         {people}\nTo act as them, paste these lines into another terminal. They work for a day.\n\n{lines}\n\
         A first request, which works without them:\n\n{}\n{letter}",
        first_request(address, sales.reveal())
    ))
}

/// How to fetch the letter of commitment that went to a customer.
async fn letter_that_was_sent(services: &Services, sales: &Viewer) -> Told<String> {
    let page = PageRequest::default();
    let promises = services.letters().promises(sales, &PromiseFilter::default(), &page, 1).await?;
    let Some((_, promise)) = promises.rows.first() else { return Ok(String::new()) };
    let letter = promise.letter_id;
    Ok(format!(
        "A letter of commitment that went to a customer, in Chinese; with ?version=1 as it was first sent, in English:\n\n\
         curl -s \"$SERVER/letters/{letter}.pdf\" -H \"Authorization: Bearer $SALES\" -o letter.pdf\n\n"
    ))
}

fn first_request(address: SocketAddr, token: &str) -> String {
    let document = "{ accounts { nodes { code name tier status triangle { isComplete vacantSeats } } } }";
    format!(
        "curl -s http://{address}/graphql -H 'Content-Type: application/json' \\\n  \
         -H 'Authorization: Bearer {token}' \\\n  \
         -d '{{\"query\": \"{document}\"}}'\n"
    )
}

/// The person of a token.
pub(super) async fn viewer_of(services: &Services, token: &Secret) -> Told<Viewer> {
    let header = format!("Bearer {}", token.reveal());
    let viewer = services.identity().authenticate(&header).await;
    viewer.map_err(|error| Problem::from(format!("a fresh token is not accepted: {error:?}")))
}

/// Issues a key for the story's bot and revokes the one of the last start, which nobody needs any more.
async fn fresh_key(services: &Services, administrator: &Viewer) -> Told<Secret> {
    let identity = services.identity();
    let bots = identity.page_bots(administrator, &PageRequest::default()).await?;
    let mut bots = bots.rows.iter().map(|(_, bot)| bot.public());
    let bot = bots.find(|bot| bot.name == BOT).ok_or("the bot is gone")?.id;
    for key in identity.keys_of_bots(administrator, &[bot]).await?.remove(&bot).unwrap_or_default() {
        if key.row.label == BOT_KEY && key.row.revoked_at.is_none() {
            identity.revoke_api_key(administrator, key.row.id).await?;
        }
    }
    issue_key(services, administrator, bot).await
}

/// Issues a key for the story's bot.
pub(super) async fn issue_key(services: &Services, administrator: &Viewer, bot: BotId) -> Told<Secret> {
    let command = IssueApiKey {
        bot,
        label: BOT_KEY.to_owned(),
        scopes: SCOPES.into_iter().collect(),
        audiences: BTreeSet::from([Audience::AllStaff]),
        incident_detail: true,
        accounts: None,
        expires_at: None,
    };
    let issued = services.identity().issue_api_key(administrator, &command, None).await?;
    issued.secret.ok_or_else(|| Problem::from("a first request is no repetition"))
}
