//! Who acts in the stories. They are made once for each template, through the product's own API, by the administrator whom
//! the setup code of the first start made.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use api::domain::identity::{access_token, setup_code};
use api::platform::db::Db;
use serde_json::{Value, json};

use crate::builders::with;
use crate::client::Client;
use crate::server::Server;
use crate::template;

/// Somebody with one place in the company. The six in the triangle are staff who hold nothing until a story seats them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Persona {
    /// Manages users, bots and settings, and reads neither knowledge nor incidents.
    Administrator,
    /// Directs the region `NORTH`.
    Director,
    /// Staff in sales.
    SalesLead,
    /// Staff in technology.
    TechnicalLead,
    /// Staff in delivery.
    DeliveryLead,
    /// Staff in sales, for the second place.
    Deputy,
    /// Staff in technology, for the team around the triangle.
    Member,
    /// Staff in sales who never get a seat.
    Outsider,
    /// Runs the red channel.
    EscalationManager,
    /// Sponsors and leads.
    Executive,
    /// Reads everything and changes nothing.
    Auditor,
    /// Nobody has signed in.
    Anonymous,
}

use Persona::{
    Administrator, Auditor, DeliveryLead, Deputy, Director, EscalationManager, Executive, Member, Outsider,
    SalesLead, TechnicalLead,
};

/// E-mail and name, function, role.
const PEOPLE: [(Persona, &str, &str, &str); 11] = [
    (Administrator, "Ada Administrator", "OTHER", "ADMINISTRATOR"),
    (Director, "Dora Director", "SALES", "DIRECTOR"),
    (SalesLead, "Sara Sales", "SALES", "STAFF"),
    (TechnicalLead, "Tao Technical", "TECHNICAL", "STAFF"),
    (DeliveryLead, "Dilan Delivery", "DELIVERY", "STAFF"),
    (Deputy, "Depi Deputy", "SALES", "STAFF"),
    (Member, "Mika Member", "TECHNICAL", "STAFF"),
    (Outsider, "Otto Outsider", "SALES", "STAFF"),
    (EscalationManager, "Esra Escalation", "OTHER", "ESCALATION_MANAGER"),
    (Executive, "Eva Executive", "OTHER", "EXECUTIVE"),
    (Auditor, "Aki Auditor", "OTHER", "AUDITOR"),
];

/// The one password of everybody who has one.
pub const PASSWORD: &str = "correct horse battery staple";

/// As long as an operator may make them, so that a story can let days go by.
const TOKEN_LIFETIME: Duration = Duration::from_secs(30 * 24 * 60 * 60);

impl Persona {
    /// Full name.
    ///
    /// # Panics
    /// For [`Persona::Anonymous`], who has none.
    #[must_use]
    pub fn name(self) -> &'static str {
        let person = PEOPLE.iter().find(|(persona, ..)| *persona == self);
        person.unwrap_or_else(|| panic!("{self:?} is nobody")).1
    }

    /// The name for signing in.
    #[must_use]
    pub fn email(self) -> String {
        format!("{}@example.com", self.name().to_lowercase().replace(' ', "."))
    }
}

impl Server {
    /// A client as which that persona acts, for as long as a story may last.
    #[must_use]
    pub fn as_(&self, persona: Persona) -> Client {
        Client::new(self.address(), self.cast().token(persona).map(str::to_owned)).reading(self.database())
    }

    /// Everybody who acts in the stories, by their ids.
    #[must_use]
    pub fn cast(&self) -> &'static Cast {
        &template::of(self.database().engine()).cast
    }

    /// A client of a persona who has just signed in with a password, as people do: for a quarter of an hour.
    pub async fn sign_in(&self, persona: Persona) -> Client {
        if persona != Administrator {
            let input = json!({ "userId": self.cast().id(persona), "newPassword": PASSWORD });
            self.as_(Administrator).change("userSetPassword", "user { id }", input).await;
        }
        let input = json!({ "email": persona.email(), "password": PASSWORD });
        let opened = self.anonymous().change("sessionOpen", "session { accessToken }", input).await;
        self.with_token(&opened.text("sessionOpen.session.accessToken"))
    }

    /// A client of a new bot with one key. What is given is the input of `apiKeyIssue`, at least its `scopes`.
    pub async fn bot(&self, key: Value) -> Client {
        let administrator = self.as_(Administrator);
        let name = format!("Bot {}", NEXT_BOT.fetch_add(1, Ordering::Relaxed));
        let bot = administrator.change("botCreate", "bot { id }", json!({ "name": name })).await;
        let usual = json!({ "botId": bot.text("botCreate.bot.id"), "label": "story" });
        let issued = administrator.change("apiKeyIssue", "issued { secret }", with(usual, key)).await;
        self.with_token(&issued.text("apiKeyIssue.issued.secret"))
    }
}

static NEXT_BOT: AtomicU32 = AtomicU32::new(1);

/// The people and regions of a template, by their ids.
#[derive(Debug, Default)]
pub struct Cast {
    people: BTreeMap<Persona, String>,
    tokens: BTreeMap<Persona, String>,
    regions: BTreeMap<String, String>,
}

impl Cast {
    /// The id of a person, `usr_...`.
    #[must_use]
    pub fn id(&self, persona: Persona) -> &str {
        self.people.get(&persona).unwrap_or_else(|| panic!("{persona:?} is nobody"))
    }

    /// The id of the region `NORTH` or `SOUTH`, `reg_...`.
    #[must_use]
    pub fn region(&self, code: &str) -> &str {
        self.regions.get(code).unwrap_or_else(|| panic!("there is no region {code}"))
    }

    /// The token of a person; `None` for nobody.
    pub(crate) fn token(&self, persona: Persona) -> Option<&str> {
        self.tokens.get(&persona).map(String::as_str)
    }

    /// Makes everybody and the regions on a server that has just started for the first time.
    pub(crate) async fn assemble(nobody: &Client, machine: &Db) -> Self {
        let mut cast = Self::default();
        let code = setup_code(machine).await.expect("the database should answer");
        let code = code.expect("nobody can have been set up before the first start");
        let administrator = set_up(nobody, code.reveal(), &mut cast).await;
        for code in ["NORTH", "SOUTH"] {
            let input = json!({ "code": code, "name": code });
            let made = administrator.change("regionCreate", "region { id }", input).await;
            cast.regions.insert(code.to_owned(), made.text("regionCreate.region.id"));
        }
        for (persona, _, function, role) in PEOPLE {
            if persona != Administrator {
                let id = employ(&administrator, &cast, persona, function, role).await;
                cast.people.insert(persona, id);
            }
        }
        cast
    }

    /// Signs everybody in, as an operator may on the server's machine.
    pub(crate) async fn sign_in(&mut self, machine: &Db) {
        for persona in self.people.keys() {
            self.tokens.insert(*persona, make_token(machine, *persona).await);
        }
    }
}

pub(crate) async fn make_token(machine: &Db, persona: Persona) -> String {
    let token = access_token(machine, &persona.email(), TOKEN_LIFETIME).await;
    token.expect("everybody in the cast may sign in").secret.reveal().to_owned()
}

async fn set_up(nobody: &Client, code: &str, cast: &mut Cast) -> Client {
    let (name, email) = (Administrator.name(), Administrator.email());
    let input = json!({ "code": code, "email": email, "name": name, "password": PASSWORD });
    let session = "session { userId accessToken }";
    let made = nobody.change("setupComplete", session, input).await;
    cast.people.insert(Administrator, made.text("setupComplete.session.userId"));
    Client::new(nobody.address(), Some(made.text("setupComplete.session.accessToken")))
}

async fn employ(by: &Client, cast: &Cast, persona: Persona, function: &str, role: &str) -> String {
    let input = json!({ "email": persona.email(), "name": persona.name(), "function": function });
    let made = by.change("userCreate", "user { id version }", input).await;
    let id = made.text("userCreate.user.id");
    let regions: Vec<&str> = if persona == Director { vec![cast.region("NORTH")] } else { Vec::new() };
    let version: &Value = &made["userCreate.user.version"];
    let input = json!({ "userId": id, "expectedVersion": version, "roles": [role], "regionIds": regions });
    by.change("userAppoint", "user { id }", input).await;
    id
}
