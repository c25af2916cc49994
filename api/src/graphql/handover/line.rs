//! What a pack names beside the entries of the think tank: incidents, commitments, special notes, customers' requests.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::assignment;

use crate::{
    domain::handover::document::{IncidentLine, NoteLine, PromiseLine, RequestLine},
    graphql::{
        error::Nullable,
        incident::{Incident, timeline::load_incident},
        request::vocabulary::CustomerRequestKind,
        scalar::Date,
        special_note::object::{SpecialNoteKind, SpecialNoteSeverity},
        vocabulary::{IncidentState, LetterState, Seat, Severity},
    },
};

/// An incident as a pack names it.
pub struct HandoverPackIncident<'a>(pub(super) &'a IncidentLine);

/// An incident as a pack names it: as it was when the pack was accepted.
#[Object]
impl HandoverPackIncident<'_> {
    /// The incident as it is now.
    async fn incident(&self, ctx: &Context<'_>) -> Nullable<Incident> {
        load_incident(ctx, self.0.id).await
    }

    /// `RC-142`.
    async fn number(&self) -> &str {
        &self.0.number
    }

    /// What happened, in a line.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// How bad it was: confirmed, before triage claimed.
    async fn severity(&self) -> Severity {
        self.0.severity.into()
    }

    /// Where it stood.
    async fn state(&self) -> IncidentState {
        self.0.state.into()
    }

    /// When it was reported.
    async fn reported_at(&self) -> DateTime<Utc> {
        self.0.reported_at
    }

    /// When it was resolved.
    async fn resolved_at(&self) -> Option<DateTime<Utc>> {
        self.0.resolved_at
    }

    /// Where its latest letter of commitment stood; null: there was none.
    async fn letter_state(&self) -> Option<LetterState> {
        self.0.letter.map(Into::into)
    }
}

/// An open commitment as a pack names it.
#[derive(Clone, Debug, SimpleObject)]
pub struct HandoverPackCommitment {
    /// The commitment's id, `com_...`.
    commitment_id: ID,
    /// After which incident, `RC-142`.
    incident_number: String,
    /// What was promised.
    action: String,
    /// Who answered for it, by name.
    owner: String,
    /// By the end of which day, as the account's time zone has it.
    due_on: Date,
}

impl From<&PromiseLine> for HandoverPackCommitment {
    fn from(line: &PromiseLine) -> Self {
        Self {
            commitment_id: ID(line.id.to_string()),
            incident_number: line.incident.clone(),
            action: line.action.clone(),
            owner: line.owner.clone(),
            due_on: Date(line.due_on),
        }
    }
}

/// A special note as a pack names it: as it was when the pack was accepted.
#[derive(Clone, Debug, SimpleObject)]
pub struct HandoverPackNote {
    /// The note's id, `spn_...`.
    special_note_id: ID,
    /// What it asks of its reader.
    kind: SpecialNoteKind,
    /// How bad it is not to heed it.
    severity: SpecialNoteSeverity,
    /// What it says.
    text: String,
    /// Until when it holds; null: until it is revoked.
    expires_at: Option<DateTime<Utc>>,
}

impl From<&NoteLine> for HandoverPackNote {
    fn from(line: &NoteLine) -> Self {
        Self {
            special_note_id: ID(line.id.to_string()),
            kind: line.kind.into(),
            severity: line.severity.into(),
            text: line.text.clone(),
            expires_at: line.expires_at,
        }
    }
}

/// An open request of the customer as a pack names it: as it was when the pack was accepted.
#[derive(Clone, Debug, SimpleObject)]
pub struct HandoverPackRequest {
    /// The request's id, `req_...`.
    customer_request_id: ID,
    /// What the customer asked, in a line.
    title: String,
    /// What sort of demand.
    kind: CustomerRequestKind,
    /// The seat that had to move next; null: everybody had answered.
    holder: Option<Seat>,
    /// When the customer asked.
    occurred_at: DateTime<Utc>,
    /// By when the first answer was due; null: it had no target.
    due_at: Option<DateTime<Utc>>,
}

impl From<&RequestLine> for HandoverPackRequest {
    fn from(line: &RequestLine) -> Self {
        let holder: Option<assignment::Seat> = line.holder;
        Self {
            customer_request_id: ID(line.id.to_string()),
            title: line.title.clone(),
            kind: line.kind.into(),
            holder: holder.map(Into::into),
            occurred_at: line.occurred_at,
            due_at: line.due_at,
        }
    }
}
