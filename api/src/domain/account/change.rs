//! What each change makes of an account's row. The right to it has been checked and the row is locked; what the row alone
//! does not tell is looked up in the same transaction.

use chrono::NaiveDate;
use entity::{
    account::{AccountStatus, Model, RelationshipStage},
    id::{RegionId, UserId},
};
use sea_orm::ActiveEnum;

use super::{
    command::{AppointSponsor, ChangeFacts, ChangeStage, ChangeStatus, SetTier, Watch},
    error::AccountError,
    event::AccountEventKind,
    rules, store,
};
use crate::{
    domain::{
        access::{Action, Viewer, proof},
        fault::Fault,
    },
    platform::{db::Tx, text},
};

/// One change of an account.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Facts(ChangeFacts),
    Status(ChangeStatus),
    Stage(ChangeStage),
    Tier(SetTier),
    Sponsor(AppointSponsor),
    Watch(Watch),
    Unwatch,
}

impl Change {
    /// What must be permitted on the account, the narrowest first; seeing it, if nothing is to be changed.
    pub(super) fn actions(&self) -> Vec<Action> {
        match self {
            Self::Facts(facts) => facts_actions(facts),
            Self::Status(_) | Self::Tier(_) | Self::Sponsor(_) => vec![Action::GovernAccount],
            Self::Stage(_) | Self::Watch(_) | Self::Unwatch => vec![Action::ChangeCommercialFacts],
        }
    }

    /// The event's kind.
    pub(super) fn kind(&self) -> AccountEventKind {
        match self {
            Self::Facts(_) => AccountEventKind::FactsChanged,
            Self::Status(_) => AccountEventKind::StatusChanged,
            Self::Stage(_) => AccountEventKind::StageChanged,
            Self::Tier(_) => AccountEventKind::TierSet,
            Self::Sponsor(_) => AccountEventKind::SponsorChanged,
            Self::Watch(_) => AccountEventKind::Watched,
            Self::Unwatch => AccountEventKind::Unwatched,
        }
    }

    /// The row after the change.
    pub(super) async fn apply(
        &self,
        tx: &Tx,
        viewer: &Viewer,
        before: &Model,
    ) -> Result<Model, AccountError> {
        match self {
            Self::Facts(facts) => {
                if let Some(region) = facts.region.flatten().filter(|region| *region != before.region_id) {
                    enter_region(tx, viewer, region).await?;
                }
                Ok(with_facts(before, facts))
            }
            Self::Status(change) => with_status(before, change),
            Self::Stage(change) => with_stage(before, change),
            Self::Tier(change) => {
                Ok(Model { tier: change.tier, tier_reason: Some(change.reason.clone()), ..before.clone() })
            }
            Self::Sponsor(change) => with_sponsor(tx, before, change.sponsor).await,
            Self::Watch(watch) => with_watch(before, watch, rules::day_at(&before.time_zone, tx.now())),
            Self::Unwatch if before.watch_reason.is_none() => Err(AccountError::NotWatched),
            Self::Unwatch => Ok(unwatched(before)),
        }
    }
}

fn facts_actions(facts: &ChangeFacts) -> Vec<Action> {
    let commercial = facts.name.is_some() || facts.industry.is_some();
    let governing = facts.code.is_some() || facts.region.is_some();
    let wanted = [
        (commercial, Action::ChangeCommercialFacts),
        (facts.time_zone.is_some(), Action::ChangeDeliveryFacts),
        (governing, Action::GovernAccount),
    ];
    let wanted: Vec<Action> =
        wanted.into_iter().filter(|(is_wanted, _)| *is_wanted).map(|(_, it)| it).collect();
    if wanted.is_empty() { vec![Action::ReadAccount] } else { wanted }
}

/// The viewer may bring an account into the region, and there is one.
pub(super) async fn enter_region(tx: &Tx, viewer: &Viewer, region: RegionId) -> Result<(), AccountError> {
    if !store::has_region(tx, region).await? {
        return Err(AccountError::RegionUnknown);
    }
    Ok(proof::create_account_in(viewer, region)?)
}

fn with_facts(before: &Model, facts: &ChangeFacts) -> Model {
    let mut after = before.clone();
    if let Some(code) = facts.code.clone().flatten() {
        after.code_key = text::key(&code);
        after.code = code;
    }
    if let Some(name) = facts.name.clone().flatten() {
        after.name_key = text::key(&name);
        after.name = name;
    }
    if let Some(industry) = facts.industry.clone() {
        after.industry_key = industry.as_deref().map(text::key);
        after.industry = industry;
    }
    if let Some(region) = facts.region.flatten() {
        after.region_id = region;
    }
    if let Some(time_zone) = facts.time_zone.clone().flatten() {
        after.time_zone = time_zone;
    }
    after
}

fn with_status(before: &Model, change: &ChangeStatus) -> Result<Model, AccountError> {
    let allowed = rules::next_statuses(before.status);
    if !allowed.contains(&change.to) {
        return Err(illegal(&before.status, &change.to, allowed));
    }
    Ok(Model { status: change.to, status_reason: change.reason.clone(), ..unwatched(before) })
}

fn with_stage(before: &Model, change: &ChangeStage) -> Result<Model, AccountError> {
    let allowed = rules::next_stages(before.stage);
    if !allowed.contains(&change.to) {
        return Err(illegal::<RelationshipStage>(&before.stage, &change.to, &allowed));
    }
    Ok(Model {
        stage: change.to,
        stage_reason: Some(change.reason.clone()),
        win_back_on: change.win_back_on,
        ..before.clone()
    })
}

fn illegal<S: ActiveEnum<Value = String>>(from: &S, to: &S, allowed: &[S]) -> AccountError {
    AccountError::IllegalTransition {
        from: from.to_value(),
        to: to.to_value(),
        allowed: allowed.iter().map(ActiveEnum::to_value).collect(),
    }
}

async fn with_sponsor(tx: &Tx, before: &Model, sponsor: Option<UserId>) -> Result<Model, AccountError> {
    if let Some(user) = sponsor.filter(|user| before.executive_sponsor_id != Some(*user)) {
        if before.status == AccountStatus::Ended {
            return Err(AccountError::Ended);
        }
        if !store::is_active_executive(tx, user).await? {
            return Err(AccountError::SponsorUnsuitable);
        }
    }
    Ok(Model { executive_sponsor_id: sponsor, ..before.clone() })
}

fn with_watch(before: &Model, watch: &Watch, today: NaiveDate) -> Result<Model, AccountError> {
    if before.status != AccountStatus::Prospect {
        return Err(AccountError::NotAProspect);
    }
    if watch.review_on < today {
        let message = format!("must not be past; it is {today} where the customer is");
        return Err(Fault::invalid("reviewOn", "PAST", message).into());
    }
    Ok(Model {
        watch_reason: Some(watch.reason.clone()),
        watch_review_on: Some(watch.review_on),
        ..before.clone()
    })
}

fn unwatched(before: &Model) -> Model {
    Model { watch_reason: None, watch_review_on: None, ..before.clone() }
}

/// The names of the fields in which two rows of an account differ, as the API calls them.
pub(super) fn changed_fields(before: &Model, after: &Model) -> Vec<String> {
    let fields = [
        ("code", before.code != after.code),
        ("name", before.name != after.name),
        ("industry", before.industry != after.industry),
        ("region", before.region_id != after.region_id),
        ("timeZone", before.time_zone != after.time_zone),
        ("status", before.status != after.status),
        ("statusReason", before.status_reason != after.status_reason),
        ("tier", before.tier != after.tier),
        ("tierReason", before.tier_reason != after.tier_reason),
        ("relationshipStage", before.stage != after.stage),
        ("relationshipStageReason", before.stage_reason != after.stage_reason),
        ("winBackOn", before.win_back_on != after.win_back_on),
        ("executiveSponsor", before.executive_sponsor_id != after.executive_sponsor_id),
        ("watch", watch(before) != watch(after)),
    ];
    fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name.to_owned()).collect()
}

fn watch(row: &Model) -> (Option<&str>, Option<NaiveDate>) {
    (row.watch_reason.as_deref(), row.watch_review_on)
}

#[cfg(test)]
#[path = "change_tests.rs"]
mod tests;
