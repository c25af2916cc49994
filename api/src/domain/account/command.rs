//! What people ask of an account, and the checks that hold whatever its state.

use chrono::NaiveDate;
use entity::{
    account::{AccountStatus, RelationshipStage, Tier},
    id::{AccountId, RegionId, UserId},
};

use super::rules;
use crate::domain::{fault::Fault, input::Checks};

/// Which account, as the client knows it.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Which.
    pub account: AccountId,
    /// The version that the client edits against.
    pub expected_version: i32,
}

/// A new account.
#[derive(Clone, Debug)]
pub struct CreateAccount {
    /// Unique short name.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// As the company groups them.
    pub industry: Option<String>,
    /// The region that answers for it.
    pub region: RegionId,
    /// IANA zone of the customer.
    pub time_zone: String,
    /// A prospect or active.
    pub status: AccountStatus,
    /// How important it is; takes a reason.
    pub tier: Option<Tier>,
    /// Why.
    pub tier_reason: Option<String>,
}

/// New facts; what is left out stays. Only the industry can be taken away, by `Some(None)`.
#[derive(Clone, Debug, Default)]
pub struct ChangeFacts {
    /// Unique short name.
    pub code: Option<Option<String>>,
    /// What people call it.
    pub name: Option<Option<String>>,
    /// As the company groups them.
    pub industry: Option<Option<String>>,
    /// The region that answers for it.
    pub region: Option<Option<RegionId>>,
    /// IANA zone of the customer.
    pub time_zone: Option<Option<String>>,
}

/// Another status.
#[derive(Clone, Debug)]
pub struct ChangeStatus {
    /// Which.
    pub to: AccountStatus,
    /// Why; must be given for scaling down and ending.
    pub reason: Option<String>,
}

/// Another relationship stage.
#[derive(Clone, Debug)]
pub struct ChangeStage {
    /// Which.
    pub to: RelationshipStage,
    /// Why.
    pub reason: String,
    /// When the customer shall be won back; must be given for the end and only then.
    pub win_back_on: Option<NaiveDate>,
}

/// A tier by hand.
#[derive(Clone, Debug)]
pub struct SetTier {
    /// Which; `None`: unrated.
    pub tier: Option<Tier>,
    /// Why.
    pub reason: String,
}

/// An executive sponsor, or none.
#[derive(Clone, Copy, Debug)]
pub struct AppointSponsor {
    /// Who; `None`: nobody any more.
    pub sponsor: Option<UserId>,
}

/// A place on the watch list.
#[derive(Clone, Debug)]
pub struct Watch {
    /// Why.
    pub reason: String,
    /// When to look at it again, where the customer is.
    pub review_on: NaiveDate,
}

impl CreateAccount {
    /// The command with its texts trimmed.
    pub(super) fn checked(self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let code = rules::code(&mut checks, "code", &self.code);
        let name = checks.line("name", &self.name, rules::NAME);
        let industry = checks.optional_line("industry", self.industry.as_deref(), rules::NAME);
        let time_zone = rules::time_zone(&mut checks, "timeZone", &self.time_zone);
        let tier_reason = checks.optional_reason("tierReason", self.tier_reason.as_deref());
        if !matches!(self.status, AccountStatus::Prospect | AccountStatus::Active) {
            checks.refuse("status", "NOT_ALLOWED", "an account begins as PROSPECT or ACTIVE");
        }
        if self.tier.is_some() != tier_reason.is_some() {
            let (path, code) =
                if self.tier.is_some() { ("tierReason", "REQUIRED") } else { ("tier", "REQUIRED") };
            checks.refuse(path, code, "a tier and its reason are given together");
        }
        checks.done()?;
        Ok(Self { code, name, industry, time_zone, tier_reason, ..self })
    }
}

impl ChangeFacts {
    pub(super) fn checked(self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let code = present(&mut checks, "code", self.code);
        let code = code.map(|text| Some(rules::code(&mut checks, "code", &text)));
        let name = present(&mut checks, "name", self.name);
        let name = name.map(|text| Some(checks.line("name", &text, rules::NAME)));
        let industry = self.industry;
        let industry = industry.map(|text| checks.optional_line("industry", text.as_deref(), rules::NAME));
        let region = present(&mut checks, "regionId", self.region).map(Some);
        let time_zone = present(&mut checks, "timeZone", self.time_zone);
        let time_zone = time_zone.map(|name| Some(rules::time_zone(&mut checks, "timeZone", &name)));
        checks.done()?;
        Ok(Self { code, name, industry, region, time_zone })
    }
}

/// What is there must not be taken away.
fn present<T>(checks: &mut Checks, path: &str, value: Option<Option<T>>) -> Option<T> {
    if matches!(value, Some(None)) {
        checks.refuse(path, "REQUIRED", "cannot be taken away; leave it out to keep it");
    }
    value.flatten()
}

impl ChangeStatus {
    pub(super) fn checked(self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let reason = checks.optional_reason("reason", self.reason.as_deref());
        if reason.is_none() && rules::needs_reason(self.to) {
            checks.refuse("reason", "REQUIRED", "say why");
        }
        checks.done()?;
        Ok(Self { reason, ..self })
    }
}

impl ChangeStage {
    pub(super) fn checked(self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let reason = checks.reason("reason", &self.reason);
        let ends = self.to == RelationshipStage::Ended;
        match (ends, self.win_back_on) {
            (true, None) => checks.refuse("winBackOn", "REQUIRED", "say when to try to win them back"),
            (false, Some(_)) => checks.refuse("winBackOn", "NOT_ALLOWED", "only for the stage ENDED"),
            _ => {}
        }
        checks.done()?;
        Ok(Self { reason, ..self })
    }
}

impl SetTier {
    pub(super) fn checked(self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let reason = checks.reason("reason", &self.reason);
        checks.done()?;
        Ok(Self { reason, ..self })
    }
}

impl Watch {
    pub(super) fn checked(self) -> Result<Self, Fault> {
        let mut checks = Checks::new();
        let reason = checks.reason("reason", &self.reason);
        checks.done()?;
        Ok(Self { reason, ..self })
    }
}
