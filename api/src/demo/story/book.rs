//! The accounts, and who serves them from the beginning.

use chrono_tz::Tz;
use entity::{
    account::{AccountStatus, Tier},
    assignment::{Position, Seat},
};

use super::Told;
use crate::demo::cast::{DELIVERY, GRACE, JONAS, MARTA, SALES, TECHNICAL, ZHANG};

/// Code, name, industry, region, zone, status, tier with its reason.
pub(super) type Founding = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    AccountStatus,
    Option<(Tier, &'static str)>,
);

/// The accounts.
pub(super) const FOUNDINGS: [Founding; 8] = [
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
    (
        "PACIFIC",
        "Pacific Grain Terminals",
        "Logistics",
        "AMERICAS",
        "America/Vancouver",
        AccountStatus::Active,
        Some((Tier::S, "four ports, and every grain trader looks at them")),
    ),
];

/// Who serves which account from the beginning.
pub(super) const TEAMS: [(&str, Seat, Position, &str); 14] = [
    ("HARBOR", Seat::Sales, Position::Primary, SALES),
    ("HARBOR", Seat::Technical, Position::Primary, TECHNICAL),
    ("HARBOR", Seat::Delivery, Position::Primary, MARTA),
    ("HARBOR", Seat::Sales, Position::Deputy, JONAS),
    ("YUANHANG", Seat::Sales, Position::Primary, SALES),
    ("YUANHANG", Seat::Delivery, Position::Primary, MARTA),
    ("NORDWERK", Seat::Sales, Position::Primary, JONAS),
    ("NORDWERK", Seat::Technical, Position::Primary, TECHNICAL),
    ("NORDWERK", Seat::Delivery, Position::Primary, DELIVERY),
    ("MAPLE", Seat::Sales, Position::Primary, JONAS),
    ("OLDMILL", Seat::Sales, Position::Primary, JONAS),
    ("PACIFIC", Seat::Sales, Position::Primary, JONAS),
    ("PACIFIC", Seat::Technical, Position::Primary, ZHANG),
    ("PACIFIC", Seat::Delivery, Position::Primary, GRACE),
];

/// The time zone of an account.
pub(super) fn zone(code: &str) -> Told<Tz> {
    let founding = FOUNDINGS.iter().find(|founding| founding.0 == code).ok_or("an account is missing")?;
    Ok(founding.4.parse()?)
}
