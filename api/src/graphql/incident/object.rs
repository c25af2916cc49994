//! The incident in the schema.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use entity::incident::Model;

use super::{
    author::{IncidentAuthor, load_author},
    clock::{self, IncidentClock, IncidentLadder},
    cost::IncidentCost,
    facts::{self, CustomerConsent, EntitlementOverride, IncidentAlarm, LessonWaiver, LetterWaiver},
    list,
    loader::{AlarmsOf, CodeOf, CostsOf, StepsOf, TeamOf},
    timeline::{self, IncidentResponder, IncidentTransition, TimelineEntry, load_incident},
    viewer_can::IncidentViewerCan,
};
use crate::{
    domain::{access::IncidentAccess, incident::rules, knowledge::Purpose, search::Draft},
    graphql::{
        account::{Account, object::load_account},
        context::{services, viewer},
        error::{Nullable, absent_is_null},
        identity::user::{User, load_user},
        knowledge::{
            self, KnowledgeEntry,
            nearest::NearKnowledgeEntry,
            reuse::{KnowledgeUse, uses_for},
        },
        letter::{Letter, object::letters_of},
        loader::{load, loaders},
        page::Connection,
        scalar::Markdown,
        special_note::{self, SpecialNote},
        vocabulary::{IncidentState, Severity, Tier, TimelineKind},
    },
    platform::page::PageRequest,
};

/// An incident of the red channel: an account in danger, and what is done about it. A bot whose key does not read incidents
/// whole gets number, account code, state, severity and times; the rest is null for it, and each such field says so.
pub struct Incident(pub(in crate::graphql) IncidentAccess);

impl Incident {
    fn row(&self) -> &Model {
        self.0.incident()
    }

    /// The row, for whoever sees the incident whole.
    fn whole(&self, ctx: &Context<'_>) -> Option<&Model> {
        whole(ctx).map(|()| self.row())
    }
}

/// Whether the viewer sees incidents whole.
pub(super) fn whole(ctx: &Context<'_>) -> Option<()> {
    IncidentAccess::is_whole(viewer(ctx)).then_some(())
}

/// An incident of the red channel: an account in danger, and what is done about it. A bot whose key does not read incidents
/// whole gets number, account code, state, severity and times; the rest is null for it, and each such field says so.
#[Object]
impl Incident {
    /// Identity.
    pub(in crate::graphql) async fn id(&self) -> ID {
        ID(self.row().id.to_string())
    }

    /// What people call it: `RC-142`. Numbers have no holes.
    async fn number(&self) -> String {
        format!("RC-{}", self.row().number)
    }

    /// Its account, if the viewer may see that. Null for a bot that reads incidents without detail.
    async fn account(&self, ctx: &Context<'_>) -> Nullable<Account> {
        load_account(ctx, self.whole(ctx)?.account_id).await
    }

    /// The code of its account, whether or not the viewer may see that.
    async fn account_code(&self, ctx: &Context<'_>) -> Nullable<String> {
        load(&loaders(ctx).incident, CodeOf(self.row().account_id)).await.transpose()
    }

    /// What happened, in a line. Null for a bot that reads incidents without detail.
    async fn title(&self, ctx: &Context<'_>) -> Option<&str> {
        self.whole(ctx).map(|row| row.title.as_str())
    }

    /// What happened, in words. Null for a bot that reads incidents without detail.
    async fn description(&self, ctx: &Context<'_>) -> Option<Markdown> {
        self.whole(ctx).map(|row| Markdown(row.description.clone()))
    }

    /// Where it stands.
    async fn state(&self) -> IncidentState {
        self.row().state.into()
    }

    /// Whether it still needs somebody: it is not closed, declined or cancelled.
    async fn is_open(&self) -> bool {
        self.row().state.is_open()
    }

    /// The severity that counts: confirmed, before triage claimed.
    async fn severity(&self) -> Severity {
        rules::severity(self.row()).into()
    }

    /// Whether triage has confirmed the severity.
    async fn severity_confirmed(&self) -> bool {
        self.row().severity.is_some()
    }

    /// The severity that the reporter claimed.
    async fn severity_claimed(&self) -> Severity {
        self.row().severity_claimed.into()
    }

    /// 1, and one more with each reopening.
    async fn generation(&self) -> i32 {
        self.row().generation
    }

    /// The account's tier when it was reported; it decides about entitlement and clocks, whatever the account becomes. Null:
    /// unrated, or the viewer is a bot that reads incidents without detail.
    async fn tier_at_report(&self, ctx: &Context<'_>) -> Option<Tier> {
        self.whole(ctx)?.tier_at_report.map(Into::into)
    }

    /// Why the channel opened although the tier is not entitled to it for this severity; its clocks are then the slowest.
    /// Null: it did not have to be said, or the viewer is a bot that reads incidents without detail.
    async fn entitlement_override(&self, ctx: &Context<'_>) -> Option<EntitlementOverride> {
        let row = self.whole(ctx)?;
        Some(EntitlementOverride { reason: row.override_reason.clone()?, by: row.override_by? })
    }

    /// Who reported it. Null for a bot that reads incidents without detail.
    async fn reporter(&self, ctx: &Context<'_>) -> Nullable<IncidentAuthor> {
        let row = self.whole(ctx)?;
        load_author(ctx, row.reported_by_user, row.reported_by_bot).await
    }

    /// The executive who leads the team to the customer. Null: nobody was named yet, or the viewer is a bot that reads
    /// incidents without detail.
    async fn executive_lead(&self, ctx: &Context<'_>) -> Nullable<User> {
        load_user(ctx, self.whole(ctx)?.executive_lead_id?).await
    }

    /// Who is on the response team, the longest serving first. Null for a bot that reads incidents without detail.
    async fn response_team(&self, ctx: &Context<'_>) -> Nullable<Vec<IncidentResponder>> {
        let team = load(&loaders(ctx).incident, TeamOf(self.whole(ctx)?.id)).await;
        Some(team.map(|team| team.unwrap_or_default().into_iter().map(IncidentResponder).collect()))
    }

    /// Its steps from state to state, in the order in which they were recorded. Null for a bot that reads incidents without
    /// detail.
    async fn transitions(&self, ctx: &Context<'_>) -> Nullable<Vec<IncidentTransition>> {
        let steps = load(&loaders(ctx).incident, StepsOf(self.whole(ctx)?.id)).await;
        Some(steps.map(|steps| steps.unwrap_or_default().into_iter().map(IncidentTransition).collect()))
    }

    /// The alarms that were reported under a `dedupeKey`, the first one first; empty if it was reported without. Null for a
    /// bot that reads incidents without detail.
    async fn alarms(&self, ctx: &Context<'_>) -> Nullable<Vec<IncidentAlarm>> {
        let alarms = load(&loaders(ctx).incident, AlarmsOf(self.whole(ctx)?.id)).await;
        Some(alarms.map(|alarms| alarms.unwrap_or_default().into_iter().map(Into::into).collect()))
    }

    /// The incident that it repeats and was merged into. Null: it was not merged, or the viewer may not see the other one, or is
    /// a bot that reads incidents without detail.
    async fn merged_into(&self, ctx: &Context<'_>) -> Nullable<Incident> {
        absent_is_null(load_incident(ctx, self.whole(ctx)?.merged_into_id?).await)
    }

    /// The incident that it is a part of, where one trouble hits several accounts. Null: none, or one that the viewer may not
    /// see, or the viewer is a bot that reads incidents without detail.
    async fn parent(&self, ctx: &Context<'_>) -> Nullable<Incident> {
        absent_is_null(load_incident(ctx, self.whole(ctx)?.parent_id?).await)
    }

    /// The incidents that are parts of it, of those that the viewer may see, the latest report first. Null for a bot that reads
    /// incidents without detail.
    async fn parts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, at most 100; 10 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<Incident>> {
        let id = self.whole(ctx)?.id;
        Some(list::of_parent(ctx, id, PageRequest { first, after, last, before }).await)
    }

    /// Who goes to the customer, in this generation. Null for a bot that reads incidents without detail.
    async fn on_site_party(&self, ctx: &Context<'_>) -> Nullable<Vec<User>> {
        let row = self.whole(ctx)?;
        Some(facts::party(ctx, row.id, row.generation).await)
    }

    /// Who at the customer received the party. Null: nobody was named, or the viewer is a bot that reads incidents without
    /// detail.
    async fn customer_witness(&self, ctx: &Context<'_>) -> Option<&str> {
        self.whole(ctx)?.customer_witness.as_deref()
    }

    /// What it cost. Null for a bot.
    async fn cost(&self, ctx: &Context<'_>) -> Nullable<IncidentCost> {
        viewer(ctx).person().ok()?;
        let costs = load(&loaders(ctx).incident, CostsOf(self.row().id)).await;
        Some(costs.map(|costs| IncidentCost(costs.unwrap_or_default())))
    }

    /// What happened in it, line by line, in the order in which it happened. Null for a bot that reads incidents without
    /// detail.
    async fn timeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only lines of these kinds; all, if left out.")] kinds: Option<Vec<TimelineKind>>,
        #[graphql(desc = "How many from the front, at most 100; 10 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<TimelineEntry>> {
        let id = self.whole(ctx)?.id;
        Some(timeline::of_incident(ctx, id, kinds, PageRequest { first, after, last, before }).await)
    }

    /// That the customer agreed to remote help instead of a visit. Null: there is no such consent in this generation, or the
    /// viewer is a bot that reads incidents without detail.
    async fn customer_consent(&self, ctx: &Context<'_>) -> Option<CustomerConsent> {
        let row = self.whole(ctx)?;
        Some(CustomerConsent { name: row.consent_name.clone()?, note: row.consent_note.clone() })
    }

    /// The factual review that it was closed with. Null: it is not closed, or the viewer is a bot that reads incidents without
    /// detail. When an incident is reopened its review becomes a line of its timeline.
    async fn review(&self, ctx: &Context<'_>) -> Option<Markdown> {
        self.whole(ctx)?.review.clone().map(Markdown)
    }

    /// The letter of commitment of the present generation. Null: nobody has begun one, or the viewer is a bot that reads
    /// incidents without detail.
    async fn letter(&self, ctx: &Context<'_>) -> Nullable<Letter> {
        let row = self.whole(ctx)?;
        let letters = letters_of(ctx, row.id).await;
        letters.map(|letters| letters.into_iter().find(|letter| letter.is_of(row.generation))).transpose()
    }

    /// Its letters of commitment, the latest generation first. Null for a bot that reads incidents without detail.
    async fn letters(&self, ctx: &Context<'_>) -> Nullable<Vec<Letter>> {
        Some(letters_of(ctx, self.whole(ctx)?.id).await)
    }

    /// Why it gets no letter of commitment. Null: nobody decided so, or the viewer is a bot that reads incidents without
    /// detail.
    async fn letter_waiver(&self, ctx: &Context<'_>) -> Option<LetterWaiver> {
        let row = self.whole(ctx)?;
        Some(LetterWaiver { reason: row.letter_waiver_reason.clone()?, by: row.letter_waived_by? })
    }

    /// Why it taught no lesson. Null: it is not closed, a lesson was published, or the viewer is a bot that reads incidents
    /// without detail.
    async fn lesson_waiver(&self, ctx: &Context<'_>) -> Option<LessonWaiver> {
        let row = self.whole(ctx)?;
        Some(LessonWaiver { reason: row.lesson_waiver_reason.clone()?, by: row.lesson_waived_by? })
    }

    /// Why it was declined or cancelled. Null: it was not, or the viewer is a bot that reads incidents without detail.
    async fn outcome_reason(&self, ctx: &Context<'_>) -> Option<&str> {
        self.whole(ctx)?.outcome_reason.as_deref()
    }

    /// When the trouble began, as the reporter said.
    async fn occurred_at(&self) -> DateTime<Utc> {
        self.row().occurred_at
    }

    /// When it was reported; clocks start here.
    async fn reported_at(&self) -> DateTime<Utc> {
        self.row().reported_at
    }

    /// When the present state began.
    async fn state_since(&self) -> DateTime<Utc> {
        self.row().state_since
    }

    /// When a person took it, in this generation.
    async fn acknowledged_at(&self) -> Option<DateTime<Utc>> {
        self.row().acknowledged_at
    }

    /// When it was last resolved.
    async fn resolved_at(&self) -> Option<DateTime<Utc>> {
        self.row().resolved_at
    }

    /// When it was closed, declined or cancelled.
    async fn closed_at(&self) -> Option<DateTime<Utc>> {
        self.row().closed_at
    }

    /// Until when it can be reopened; null: it was never resolved.
    async fn reopen_until(&self, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
        rules::reopen_until(self.row(), services(ctx).incidents().policy())
    }

    /// Goes up with each change; changes are made against it. A new line in the timeline does not change it.
    async fn version(&self) -> i32 {
        self.row().version
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.row().updated_at
    }

    /// The special notes of its account that hold now, as `Account.specialNotes`. Null for who does not see them: bots,
    /// administrators, and who sees the incident but not the account.
    async fn special_notes(&self, ctx: &Context<'_>) -> Nullable<Vec<SpecialNote>> {
        special_note::object::in_force(ctx, self.row().account_id).await
    }

    /// The entries of the think tank that are linked to it, of those that the viewer may read, what was changed last first.
    /// What has expired is withheld: `knowledgeEntries` gives it if asked. Null for a bot that reads incidents without detail.
    async fn knowledge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, at most 100; 10 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the back, at most 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Nullable<Connection<KnowledgeEntry>> {
        let id = self.whole(ctx)?.id;
        knowledge::nested::of_incident(ctx, id, PageRequest { first, after, last, before }).await
    }

    /// The entries of the think tank that say what its title and description say, of those that the viewer may read, the nearest
    /// first, at most five; see `knowledgeEntryNearest`. What helped before may help again. One request can ask for it of ten
    /// incidents; of more it is refused with `LIMIT_EXCEEDED` (`nearestTexts`). Null for a bot that reads incidents without detail.
    async fn nearest_entries(&self, ctx: &Context<'_>) -> Nullable<Vec<NearKnowledgeEntry>> {
        let row = self.whole(ctx)?;
        let (title, body) = (row.title.clone(), row.description.clone());
        let draft = Draft { title, body, account: Some(row.account_id), except: None };
        knowledge::nearest::nearest(ctx, draft).await
    }

    /// What entries of the think tank were used for it, of those that the viewer may read, the latest first; at most 100. Null for
    /// bots.
    async fn uses(&self, ctx: &Context<'_>) -> Nullable<Vec<KnowledgeUse>> {
        uses_for(ctx, Purpose::Incident(self.row().id)).await
    }

    /// Its clocks: by when what must happen. Empty before the channel opens.
    async fn clocks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which generation; of the present one, if left out.")] generation: Option<i32>,
    ) -> Nullable<Vec<IncidentClock>> {
        let generation = generation.unwrap_or(self.row().generation);
        Some(clock::of_generation(ctx, self.row().id, generation).await)
    }

    /// Its ladder: whom the silence has reached, in the present generation. Null: the channel is not open yet, or the viewer
    /// is a bot that reads incidents without detail.
    async fn ladder(&self, ctx: &Context<'_>) -> Nullable<IncidentLadder> {
        let row = self.whole(ctx)?;
        clock::ladder_of(ctx, row.id, row.generation).await
    }

    /// What the viewer may do with it now.
    async fn viewer_can(&self, ctx: &Context<'_>) -> IncidentViewerCan {
        IncidentViewerCan::of(services(ctx), viewer(ctx), &self.0)
    }
}
