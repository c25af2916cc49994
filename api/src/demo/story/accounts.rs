//! What becomes of the accounts: of each tier and without one, with full and incomplete triangles.

use std::collections::HashMap;

use chrono::{Days, TimeDelta};
use entity::{
    account::{AccountStatus, RelationshipStage},
    assignment::{Position, Seat},
    id::{AccountId, AssignmentId},
};

use super::{
    Story, Told,
    book::{FOUNDINGS, Founding, TEAMS},
};
use crate::{
    demo::cast::{ADMINISTRATOR, DELIVERY, DIRECTOR, EXECUTIVE, PRIYA, SALES, ZHANG},
    domain::{
        access::Viewer,
        account::{AppointSponsor, ChangeStage, ChangeStatus, CreateAccount, Target, Watch},
        triangle::{AddExtendedMember, AssignSeat, EndAssignment, SwapSeat},
    },
};

/// How long ago the last seat of Yuanhang was filled.
pub(super) const COMPLETED: TimeDelta = TimeDelta::weeks(8);

/// How long ago Dilan took the delivery seat of Harbor Lights.
pub(super) const SWAPPED: TimeDelta = TimeDelta::days(30);

/// The accounts of the story by their codes, and their primaries.
pub(super) struct Accounts {
    known: HashMap<&'static str, Account>,
    primaries: HashMap<(&'static str, Seat), AssignmentId>,
}

struct Account {
    id: AccountId,
    version: i32,
    governor: Viewer,
}

impl Accounts {
    /// An account by its code.
    pub(super) fn id(&self, code: &str) -> Told<AccountId> {
        Ok(self.known.get(code).ok_or("an account is missing")?.id)
    }

    /// An account that is about to be changed, and who may.
    fn change(&mut self, code: &str) -> Told<(Target, &Viewer)> {
        let account = self.known.get_mut(code).ok_or("an account is missing")?;
        account.version += 1;
        Ok((Target { account: account.id, expected_version: account.version - 1 }, &account.governor))
    }
}

/// Tells of the beginning: the accounts and their teams.
pub(super) async fn found_all(story: &Story<'_>) -> Told<Accounts> {
    let mut accounts = Accounts { known: HashMap::new(), primaries: HashMap::new() };
    story.wait(60).await?;
    for founding in FOUNDINGS {
        found(story, &mut accounts, founding).await?;
    }
    story.wait(120).await?;
    for place in TEAMS {
        assign(story, &mut accounts, place).await?;
    }
    Ok(accounts)
}

/// Tells what becomes of them.
pub(super) async fn tell(story: &Story<'_>, accounts: &mut Accounts) -> Told<()> {
    story.reach(COMPLETED).await?;
    assign(story, accounts, ("YUANHANG", Seat::Technical, Position::Primary, ZHANG)).await?;
    story.reach(TimeDelta::days(35)).await?;
    grow(story, accounts).await?;
    story.reach(SWAPPED).await?;
    move_people(story, accounts).await?;
    story.reach(TimeDelta::days(28)).await?;
    part(story, accounts).await
}

async fn found(story: &Story<'_>, accounts: &mut Accounts, founding: Founding) -> Told<()> {
    let (code, name, industry, region, zone, status, tier) = founding;
    let governor = story.viewer(if region == "AMERICAS" { ADMINISTRATOR } else { DIRECTOR })?.clone();
    let command = CreateAccount {
        code: code.to_owned(),
        name: name.to_owned(),
        industry: Some(industry.to_owned()),
        region: story.regions[region],
        time_zone: zone.to_owned(),
        status,
        tier: tier.map(|(tier, _)| tier),
        tier_reason: tier.map(|(_, reason)| reason.to_owned()),
    };
    let made = story.services.accounts().create(&governor, command, None).await?;
    accounts.known.insert(code, Account { id: AccountId(made.id), version: 1, governor });
    Ok(())
}

async fn assign(
    story: &Story<'_>,
    accounts: &mut Accounts,
    (code, seat, position, email): (&'static str, Seat, Position, &str),
) -> Told<()> {
    let account = accounts.known.get(code).ok_or("an account is missing")?;
    let command =
        AssignSeat { account: account.id, seat, position, user: story.id(email)?, exception_reason: None };
    let made = story.services.triangles().assign(&account.governor, command, None).await?;
    if position == Position::Primary {
        accounts.primaries.insert((code, seat), AssignmentId(made.id));
    }
    Ok(())
}

/// Relationships grow, an executive stands for the largest account, a prospect is watched.
async fn grow(story: &Story<'_>, accounts: &mut Accounts) -> Told<()> {
    use RelationshipStage::{Cooperative, Interdependent, Strategic};
    let steps = [
        ("HARBOR", Cooperative, "two paid cycles, three contacts"),
        ("HARBOR", Interdependent, "framework agreement signed"),
        ("HARBOR", Strategic, "joint five-year plan and an executive committee"),
        ("YUANHANG", Cooperative, "连续两个付费周期，满意度已测量"),
        ("NORDWERK", Cooperative, "second year, satisfaction measured"),
    ];
    for (code, to, reason) in steps {
        let (target, governor) = accounts.change(code)?;
        let change = ChangeStage { to, reason: reason.to_owned(), win_back_on: None };
        story.services.accounts().change_stage(governor, target, change).await?;
        story.wait(15).await?;
    }
    let (target, governor) = accounts.change("HARBOR")?;
    let sponsor = AppointSponsor { sponsor: Some(story.id(EXECUTIVE)?) };
    story.services.accounts().appoint_sponsor(governor, target, sponsor).await?;
    let (target, governor) = accounts.change("AURORA")?;
    let review_on = story.end.date_naive().checked_add_days(Days::new(30)).ok_or("no such day")?;
    let watch = Watch { reason: "tender for 200 stores expected in the autumn".to_owned(), review_on };
    story.services.accounts().watch(governor, target, watch).await?;
    Ok(())
}

/// Somebody is swapped, somebody leaves a seat empty, and finance joins.
async fn move_people(story: &Story<'_>, accounts: &Accounts) -> Told<()> {
    let triangles = story.services.triangles();
    let director = story.viewer(DIRECTOR)?;
    let swap = SwapSeat {
        assignment: accounts.primaries[&("HARBOR", Seat::Delivery)],
        user: story.id(DELIVERY)?,
        reason: "Marta takes over the roll-out in Shanghai".to_owned(),
        exception_reason: None,
    };
    triangles.swap(director, swap, None).await?;
    let vacate = EndAssignment {
        assignment: accounts.primaries[&("NORDWERK", Seat::Delivery)],
        reason: "Dilan moves to Harbor Lights; the successor is not named yet".to_owned(),
    };
    triangles.vacate(director, vacate).await?;
    let finance = AddExtendedMember {
        account: accounts.id("HARBOR")?,
        user: story.id(PRIYA)?,
        expertise: "finance".to_owned(),
    };
    triangles.add_extended_member(story.viewer(SALES)?, finance, None).await?;
    Ok(())
}

/// One customer goes.
async fn part(story: &Story<'_>, accounts: &mut Accounts) -> Told<()> {
    let steps = [
        (AccountStatus::ScaledDown, "orders fell below the contract's minimum"),
        (AccountStatus::Ended, "the mill has closed"),
    ];
    for (to, reason) in steps {
        let (target, governor) = accounts.change("OLDMILL")?;
        let change = ChangeStatus { to, reason: Some(reason.to_owned()) };
        story.services.accounts().change_status(governor, target, change).await?;
        story.wait(24 * 60).await?;
    }
    Ok(())
}
