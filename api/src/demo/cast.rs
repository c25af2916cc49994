//! Who acts in the demonstration.

use entity::{user::Function, user_role::OrganisationRole};

/// Somebody in the story.
pub(super) struct Member {
    /// For signing in and for `token --email`.
    pub(super) email: &'static str,
    /// Full name.
    pub(super) name: &'static str,
    /// The craft.
    pub(super) function: Function,
    /// The role in the organisation.
    pub(super) role: OrganisationRole,
    /// The variable that carries the token, and who they are in the story; `None`: nobody acts as them.
    pub(super) persona: Option<(&'static str, &'static str)>,
}

const fn member(
    email: &'static str,
    name: &'static str,
    function: Function,
    role: OrganisationRole,
    persona: Option<(&'static str, &'static str)>,
) -> Member {
    Member { email, name, function, role, persona }
}

pub(super) const ADMINISTRATOR: &str = "admin@demo.test";
pub(super) const SALES: &str = "sales@demo.test";
pub(super) const TECHNICAL: &str = "technical@demo.test";
pub(super) const DELIVERY: &str = "delivery@demo.test";
pub(super) const DIRECTOR: &str = "director@demo.test";
pub(super) const ESCALATION: &str = "escalation@demo.test";
pub(super) const EXECUTIVE: &str = "executive@demo.test";
pub(super) const OUTSIDER: &str = "outsider@demo.test";
pub(super) const JONAS: &str = "jonas.weber@demo.test";
pub(super) const ZHANG: &str = "wei.zhang@demo.test";
pub(super) const MARTA: &str = "marta.kowalska@demo.test";
pub(super) const PRIYA: &str = "priya.raman@demo.test";
pub(super) const GRACE: &str = "grace.okafor@demo.test";

/// Everybody; the first is the first administrator.
pub(super) const CAST: [Member; 13] = [
    member(
        ADMINISTRATOR,
        "Ada Novak",
        Function::Other,
        OrganisationRole::Administrator,
        Some(("ADMIN", "administrator: people, bots and settings, but no knowledge and no incidents")),
    ),
    member(
        SALES,
        "林悦",
        Function::Sales,
        OrganisationRole::Staff,
        Some(("SALES", "sales lead of HARBOR and YUANHANG")),
    ),
    member(
        TECHNICAL,
        "Tomás Herrera",
        Function::Technical,
        OrganisationRole::Staff,
        Some(("TECHNICAL", "technical lead of HARBOR and NORDWERK")),
    ),
    member(
        DELIVERY,
        "Dilan Yıldız",
        Function::Delivery,
        OrganisationRole::Staff,
        Some(("DELIVERY", "delivery lead of HARBOR")),
    ),
    member(
        DIRECTOR,
        "Dora Lindqvist",
        Function::Other,
        OrganisationRole::Director,
        Some(("DIRECTOR", "director of the regions EMEA and APAC, not of AMERICAS")),
    ),
    member(
        ESCALATION,
        "Esra Demir",
        Function::Other,
        OrganisationRole::EscalationManager,
        Some(("ESCALATION", "escalation manager: runs the red channel")),
    ),
    member(
        EXECUTIVE,
        "Elena Petrova",
        Function::Other,
        OrganisationRole::Executive,
        Some(("EXECUTIVE", "chief executive: sponsors HARBOR and leads to the customer")),
    ),
    member(
        OUTSIDER,
        "Oskar Brandt",
        Function::Sales,
        OrganisationRole::Staff,
        Some(("OUTSIDER", "staff without a seat: sees no account and no incident")),
    ),
    member(JONAS, "Jonas Weber", Function::Sales, OrganisationRole::Staff, None),
    member(ZHANG, "张伟", Function::Technical, OrganisationRole::Staff, None),
    member(MARTA, "Marta Kowalska", Function::Delivery, OrganisationRole::Staff, None),
    member(PRIYA, "Priya Raman", Function::Other, OrganisationRole::Staff, None),
    member(GRACE, "Grace Okafor", Function::Delivery, OrganisationRole::Staff, None),
];

/// What the bot is called.
pub(super) const BOT: &str = "Harbor sentinel";

/// The label of the key that each start issues anew.
pub(super) const BOT_KEY: &str = "demonstration";

/// The variable that carries the bot's key.
pub(super) const BOT_VARIABLE: &str = "BOT";
