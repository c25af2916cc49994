//! Accounts of each tier and without one, with full and incomplete triangles.

use std::collections::HashMap;

use chrono::{Days, TimeDelta};
use entity::{
    account::{AccountStatus, RelationshipStage, Tier},
    assignment::{Position, Seat},
    id::{AccountId, AssignmentId},
};

use super::{Story, Told};
use crate::{
    demo::cast::{
        ADMINISTRATOR, DELIVERY, DIRECTOR, EXECUTIVE, JONAS, MARTA, PRIYA, SALES, TECHNICAL, ZHANG,
    },
    domain::{
        access::Viewer,
        account::{AppointSponsor, ChangeStage, ChangeStatus, CreateAccount, Target, Watch},
        triangle::{AddExtendedMember, AssignSeat, EndAssignment, SwapSeat},
    },
};

/// The accounts of the story by their codes.
pub(super) struct Accounts(HashMap<&'static str, Account>);

struct Account {
    id: AccountId,
    version: i32,
    governor: Viewer,
}

impl Accounts {
    /// An account by its code.
    pub(super) fn id(&self, code: &str) -> Told<AccountId> {
        Ok(self.0.get(code).ok_or("an account is missing")?.id)
    }

    /// An account that is about to be changed, and who may.
    fn change(&mut self, code: &str) -> Told<(Target, &Viewer)> {
        let account = self.0.get_mut(code).ok_or("an account is missing")?;
        account.version += 1;
        Ok((Target { account: account.id, expected_version: account.version - 1 }, &account.governor))
    }
}

/// Code, name, industry, region, zone, status, tier with its reason.
type Founding = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    AccountStatus,
    Option<(Tier, &'static str)>,
);

const FOUNDINGS: [Founding; 7] = [
    (
        "HARBOR",
        "Harbor Lights Shipping",
        "Logistics",
        "EMEA",
        "Europe/Amsterdam",
        AccountStatus::Active,
        Some((Tier::S, "a tenth of our margin, and the reference for the whole industry")),
    ),
    (
        "YUANHANG",
        "远航重工集团有限公司",
        "Industrial machinery",
        "APAC",
        "Asia/Shanghai",
        AccountStatus::Active,
        Some((Tier::A, "战略合作潜力大，去年收入增长 30%")),
    ),
    (
        "NORDWERK",
        "Nordwerk Maschinenbau GmbH",
        "Industrial machinery",
        "EMEA",
        "Europe/Berlin",
        AccountStatus::Active,
        Some((Tier::B, "steady orders, little growth")),
    ),
    (
        "MAPLE",
        "Maple Ridge Clinics",
        "Healthcare",
        "AMERICAS",
        "America/Toronto",
        AccountStatus::Active,
        Some((Tier::C, "one site, one contract")),
    ),
    ("SAKURA", "桜精機株式会社", "Semiconductors", "APAC", "Asia/Tokyo", AccountStatus::Active, None),
    ("AURORA", "Aurora Retail Group", "Retail", "EMEA", "Europe/Stockholm", AccountStatus::Prospect, None),
    (
        "OLDMILL",
        "Old Mill Textiles",
        "Textiles",
        "EMEA",
        "Europe/London",
        AccountStatus::Active,
        Some((Tier::C, "shrinking for years")),
    ),
];

/// Who serves which account from the beginning.
const TEAMS: [(&str, Seat, Position, &str); 12] = [
    ("HARBOR", Seat::Sales, Position::Primary, SALES),
    ("HARBOR", Seat::Technical, Position::Primary, TECHNICAL),
    ("HARBOR", Seat::Delivery, Position::Primary, MARTA),
    ("HARBOR", Seat::Sales, Position::Deputy, JONAS),
    ("YUANHANG", Seat::Sales, Position::Primary, SALES),
    ("YUANHANG", Seat::Technical, Position::Primary, ZHANG),
    ("YUANHANG", Seat::Delivery, Position::Primary, MARTA),
    ("NORDWERK", Seat::Sales, Position::Primary, JONAS),
    ("NORDWERK", Seat::Technical, Position::Primary, TECHNICAL),
    ("NORDWERK", Seat::Delivery, Position::Primary, DELIVERY),
    ("MAPLE", Seat::Sales, Position::Primary, JONAS),
    ("OLDMILL", Seat::Sales, Position::Primary, JONAS),
];

pub(super) async fn tell(story: &Story<'_>) -> Told<Accounts> {
    let mut accounts = Accounts(HashMap::new());
    story.wait(60);
    for founding in FOUNDINGS {
        found(story, &mut accounts, founding).await?;
    }
    story.wait(120);
    let mut assignments = HashMap::new();
    for (code, seat, position, email) in TEAMS {
        let assignment = assign(story, &accounts, (code, seat, position, email)).await?;
        assignments.insert((code, seat, position), assignment);
    }
    story.reach(TimeDelta::days(35));
    grow(story, &mut accounts).await?;
    story.reach(TimeDelta::days(30));
    move_people(story, &accounts, &assignments).await?;
    story.reach(TimeDelta::days(28));
    part(story, &mut accounts).await?;
    Ok(accounts)
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
    accounts.0.insert(code, Account { id: AccountId(made.id), version: 1, governor });
    Ok(())
}

async fn assign(
    story: &Story<'_>,
    accounts: &Accounts,
    (code, seat, position, email): (&str, Seat, Position, &str),
) -> Told<AssignmentId> {
    let account = accounts.0.get(code).ok_or("an account is missing")?;
    let command =
        AssignSeat { account: account.id, seat, position, user: story.id(email)?, exception_reason: None };
    let made = story.services.triangles().assign(&account.governor, command, None).await?;
    Ok(AssignmentId(made.id))
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
        story.wait(15);
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
async fn move_people(
    story: &Story<'_>,
    accounts: &Accounts,
    assignments: &HashMap<(&str, Seat, Position), AssignmentId>,
) -> Told<()> {
    let triangles = story.services.triangles();
    let director = story.viewer(DIRECTOR)?;
    let swap = SwapSeat {
        assignment: assignments[&("HARBOR", Seat::Delivery, Position::Primary)],
        user: story.id(DELIVERY)?,
        reason: "Marta takes over the roll-out in Shanghai".to_owned(),
        exception_reason: None,
    };
    triangles.swap(director, swap, None).await?;
    let vacate = EndAssignment {
        assignment: assignments[&("NORDWERK", Seat::Delivery, Position::Primary)],
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
        story.wait(24 * 60);
    }
    Ok(())
}
