//! Regions, people with their positions, and the bot.

use std::collections::BTreeSet;

use entity::{
    id::{BotId, RegionId, UserId},
    knowledge_entry::KnowledgeType,
    user_role::OrganisationRole,
};

use super::{Story, Told};
use crate::{
    demo::{
        cast::{ADMINISTRATOR, BOT, CAST, JONAS, MARTA, Member, TECHNICAL, ZHANG},
        tokens::{issue_key, viewer_of},
    },
    domain::{
        access::Viewer,
        identity::{AppointUser, CompleteSetup, CreateUser, access_token, setup_code},
    },
    platform::secret::Secret,
};

const REGIONS: [(&str, &str); 3] =
    [("EMEA", "Europe, Middle East and Africa"), ("APAC", "Asia-Pacific"), ("AMERICAS", "The Americas")];

/// The regions of the director.
const DIRECTED: [&str; 2] = ["EMEA", "APAC"];

/// As long as an operator may make them. Who has come in acts to the end of the story.
const LIFETIME: std::time::Duration = std::time::Duration::from_secs(30 * 24 * 60 * 60);

pub(super) async fn tell(story: &mut Story<'_>) -> Told<()> {
    set_up(story).await?;
    let identity = story.services.identity().clone();
    let administrator = story.viewer(ADMINISTRATOR)?.clone();
    for (code, name) in REGIONS {
        let made = identity.create_region(&administrator, code, name, None).await?;
        story.regions.insert(code, RegionId(made.id));
    }
    for member in CAST.iter().skip(1) {
        enter(story, &administrator, member).await?;
    }
    let bot = BotId(identity.create_bot(&administrator, BOT, None).await?.id);
    let key = issue_key(&story.services, &administrator, bot).await?;
    story.bot = Some((bot, viewer_of(&story.services, &key).await?));
    Ok(())
}

/// The first administrator comes in as everywhere. Nobody learns the password.
async fn set_up(story: &mut Story<'_>) -> Told<()> {
    let first = &CAST[0];
    let command = CompleteSetup {
        code: setup_code(story.db).await?.ok_or("there are people already")?,
        email: first.email.to_owned(),
        name: first.name.to_owned(),
        password: Secret::random(""),
    };
    let opened = story.services.identity().complete_setup(command).await?.value;
    let viewer = viewer_of(&story.services, &opened.access.secret).await?;
    story.people.insert(first.email, (opened.user, viewer));
    Ok(())
}

async fn enter(story: &mut Story<'_>, administrator: &Viewer, member: &Member) -> Told<()> {
    let identity = story.services.identity();
    let command = CreateUser {
        email: member.email.to_owned(),
        name: member.name.to_owned(),
        function: member.function,
    };
    let id = UserId(identity.create_user(administrator, &command, None).await?.id);
    let directs = member.role == OrganisationRole::Director;
    let command = AppointUser {
        id,
        expected_version: 1,
        roles: BTreeSet::from([member.role]),
        regions: DIRECTED.iter().filter(|_| directs).map(|code| story.regions[code]).collect(),
        topics: topics(member.email),
        is_chief: member.role == OrganisationRole::Executive,
    };
    identity.appoint_user(administrator, &command).await?;
    let token = access_token(story.db, member.email, LIFETIME).await?;
    let viewer = viewer_of(&story.services, &token.secret).await?;
    story.people.insert(member.email, (id, viewer));
    Ok(())
}

/// Some publish what the whole company reads.
fn topics(email: &str) -> BTreeSet<KnowledgeType> {
    match email {
        TECHNICAL => [KnowledgeType::Playbook, KnowledgeType::IndustryTrend, KnowledgeType::Faq].into(),
        ZHANG => [KnowledgeType::IndustryTrend].into(),
        JONAS => [KnowledgeType::CompetitorBrief].into(),
        MARTA => [KnowledgeType::Lesson].into(),
        _ => BTreeSet::new(),
    }
}
