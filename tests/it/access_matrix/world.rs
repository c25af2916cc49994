//! Three accounts with everything that belongs to them, and a client for each principal.

use std::collections::BTreeMap;
use std::time::Duration;

use api::domain::identity::access_token;
use api::platform::clock::Clock;
use serde_json::{Value, json};
use support::{
    Persona::{
        Administrator, Anonymous, Auditor, DeliveryLead, Deputy, Director, EscalationManager, Executive,
        Member, Outsider, SalesLead, TechnicalLead,
    },
    Server,
    client::Client,
};

/// The world of the matrix.
pub(super) struct World {
    pub(super) server: Server,
    clients: BTreeMap<char, Client>,
    /// What is asked for by id, by kind and name.
    ids: BTreeMap<(&'static str, String), String>,
    /// Numbers of incidents, by account.
    numbers: BTreeMap<&'static str, String>,
    /// Who serves the hidden account, and by which assignment.
    pub(super) assignment: String,
}

impl World {
    pub(super) async fn around(server: Server) -> Self {
        let mut world = Self {
            server,
            clients: BTreeMap::new(),
            ids: BTreeMap::new(),
            numbers: BTreeMap::new(),
            assignment: String::new(),
        };
        world.come_in();
        world.found_accounts().await;
        world.pin_notes().await;
        for name in ["OWN", "HIDDEN", "QUIET"] {
            world.report(name).await;
        }
        world.write_knowledge().await;
        world.link().await;
        world.ask().await;
        world.name_sponsor().await;
        world.staff_incidents().await;
        world.calm_down().await;
        world.hand_over().await;
        world.make_bots().await;
        world
    }

    pub(super) fn client(&self, principal: char) -> &Client {
        &self.clients[&principal]
    }

    pub(super) fn id(&self, kind: &'static str, name: &str) -> &str {
        self.ids.get(&(kind, name.to_owned())).unwrap_or_else(|| panic!("no {kind} {name}"))
    }

    /// By what a thing is asked for: an id, a code or a number.
    pub(super) fn key(&self, kind: &'static str, name: &str, argument: &str) -> String {
        match argument {
            "code" => name.to_owned(),
            "number" => self.numbers[name].clone(),
            _ => self.id(kind, name).to_owned(),
        }
    }

    fn come_in(&mut self) {
        let people = [
            Administrator,
            Director,
            SalesLead,
            TechnicalLead,
            DeliveryLead,
            Deputy,
            Member,
            Outsider,
            EscalationManager,
            Executive,
            Auditor,
            Anonymous,
        ];
        for (letter, persona) in "ADSTFPMOEXUN".chars().zip(people) {
            self.clients.insert(letter, self.server.as_(persona));
        }
    }

    fn keep(&mut self, kind: &'static str, name: &str, id: String) {
        self.ids.insert((kind, name.to_owned()), id);
    }

    async fn found_accounts(&mut self) {
        let own = self.server.triangle(json!({ "code": "OWN", "name": "Own Works" })).await;
        self.keep("account", "OWN", own);
        for name in ["HIDDEN", "QUIET"] {
            let south = self.server.cast().region("SOUTH");
            let facts = json!({ "code": name, "name": format!("{name} Works"), "regionId": south });
            let account = self.server.account(facts).await;
            self.keep("account", name, account);
        }
        let administrator = self.client('A').clone();
        let input = json!({ "email": "stranger@example.com", "name": "Stranger", "function": "SALES" });
        let stranger =
            administrator.change("userCreate", "user { id }", input).await.text("userCreate.user.id");
        let input = json!({
            "accountId": self.id("account", "HIDDEN"), "seat": "SALES", "position": "PRIMARY", "userId": stranger,
        });
        let seated = administrator.change("seatAssign", "assignment { id }", input).await;
        self.assignment = seated.text("seatAssign.assignment.id");
        self.act_as('s', "stranger@example.com").await;
        self.keep("user", "stranger", stranger);
    }

    /// Notes that who serves the account has pinned to it.
    async fn pin_notes(&mut self) {
        let machine = self.server.database().machine(Clock::manual(self.server.now())).await;
        let hour = Duration::from_secs(60 * 60);
        let token = access_token(&machine, "stranger@example.com", hour).await.unwrap();
        let stranger = self.server.with_token(token.secret.reveal());
        for (account, by) in [("OWN", self.client('S').clone()), ("HIDDEN", stranger)] {
            let input = json!({
                "accountId": self.id("account", account), "kind": "AVOID", "severity": "WARNING", "text": "Hush",
            });
            let made = by.change("specialNotePost", "specialNote { id }", input).await;
            self.keep("specialNote", account, made.text("specialNotePost.specialNote.id"));
        }
    }

    async fn report(&mut self, account: &'static str) {
        let input = json!({
            "accountId": self.id("account", account), "title": format!("{account} stands still"),
            "description": "Since nine.", "severity": "SEV1",
        });
        let made = self.client('E').change("incidentReport", "incident { id number }", input).await;
        self.numbers.insert(account, made.text("incidentReport.incident.number"));
        self.keep("incident", account, made.text("incidentReport.incident.id"));
    }

    /// The executive may write for every audience, and publishes as the topic's publisher.
    async fn write_knowledge(&mut self) {
        let executive = self.server.cast().id(Executive);
        let known = self
            .client('A')
            .query("query($id: ID!) { user(id: $id) { version } }", json!({ "id": executive }));
        let input = json!({
            "userId": executive, "expectedVersion": known.await["user.version"], "roles": ["EXECUTIVE"],
            "topics": ["LESSON"],
        });
        self.client('A').change("userAppoint", "user { id }", input).await;
        for (kind, name, _) in super::SIGHT {
            if kind != "knowledgeEntry" {
                continue;
            }
            let (account, audience) = name.split_once(' ').unwrap();
            let published = audience != "draft";
            let audience = if published { audience } else { "ACCOUNT_TEAM" };
            let input = json!({
                "type": "LESSON", "audience": audience, "homeAccountId": self.id("account", account),
                "title": format!("Lesson {name}"), "body": "It was so.", "tags": ["lesson"],
            });
            let selection = "knowledgeEntry { id version }";
            let made = self.client('X').change("knowledgeEntryDraft", selection, input).await;
            let id = made.text("knowledgeEntryDraft.knowledgeEntry.id");
            if published {
                let input = json!({
                    "entryId": id, "expectedVersion": made["knowledgeEntryDraft.knowledgeEntry.version"],
                });
                self.client('X').change("knowledgeEntryPublish", selection, input).await;
            }
            self.keep("knowledgeEntry", name, id);
        }
    }

    /// Links what all staff reads to what few may see.
    async fn link(&mut self) {
        for kind in ["account", "incident"] {
            let input = json!({
                "entryId": self.id("knowledgeEntry", "OWN ALL_STAFF"), "targetId": self.id(kind, "HIDDEN"),
                "expectedVersion": self.version("knowledgeEntry", "OWN ALL_STAFF").await,
            });
            self.client('X').change("knowledgeEntryLink", "knowledgeEntry { id }", input).await;
        }
    }

    /// Customers ask something of who serves them.
    async fn ask(&mut self) {
        for (account, by) in [("OWN", 'S'), ("HIDDEN", 's')] {
            let input = json!({
                "accountId": self.id("account", account), "title": "When?", "kind": "QUESTION", "channel": "CHAT",
                "seats": ["SALES", "TECHNICAL"], "contact": "Ms Sato",
            });
            let made = self.client(by).change("customerRequestLog", "request { id }", input).await;
            self.keep("customerRequest", account, made.text("customerRequestLog.request.id"));
        }
    }

    /// Lets a letter act as the person with that name for signing in.
    async fn act_as(&mut self, letter: char, email: &str) {
        let machine = self.server.database().machine(Clock::manual(self.server.now())).await;
        let token = access_token(&machine, email, Duration::from_secs(60 * 60)).await.unwrap();
        self.clients.insert(letter, self.server.with_token(token.secret.reveal()));
    }

    /// Somebody with that role, as whom the letter acts, and their id.
    async fn employ(&mut self, letter: char, role: &str) -> String {
        let email = format!("{letter}@example.com");
        let input = json!({ "email": email, "name": format!("Person {letter}"), "function": "OTHER" });
        let made = self.client('A').change("userCreate", "user { id }", input).await;
        let id = made.text("userCreate.user.id");
        self.appoint(&id, role).await;
        self.act_as(letter, &email).await;
        id
    }

    async fn appoint(&self, person: &str, role: &str) {
        let known = "query($id: ID!) { user(id: $id) { version } }";
        let known = self.client('A').query(known, json!({ "id": person })).await;
        let input = json!({ "userId": person, "expectedVersion": known["user.version"], "roles": [role] });
        self.client('A').change("userAppoint", "user { id }", input).await;
    }

    async fn name_sponsor(&mut self) {
        let sponsor = self.employ('Z', "EXECUTIVE").await;
        let input = json!({
            "accountId": self.id("account", "QUIET"), "userId": sponsor,
            "expectedVersion": self.version("account", "QUIET").await,
        });
        self.client('A').change("accountAppointSponsor", "account { id }", input).await;
    }

    async fn staff_incidents(&mut self) {
        let lead = self.employ('L', "EXECUTIVE").await;
        let responder = self.employ('R', "STAFF").await;
        for (mutation, incident, person) in [
            ("incidentNameExecutiveLead", "HIDDEN", &lead),
            ("incidentAddResponder", "HIDDEN", &responder),
            ("incidentAddResponder", "QUIET", &responder),
        ] {
            let input = json!({
                "incidentId": self.id("incident", incident), "userId": person,
                "expectedVersion": self.version("incident", incident).await,
            });
            self.client('E').change(mutation, "incident { id }", input).await;
        }
        for (incident, lead) in [("OWN", self.server.cast().id(Executive)), ("HIDDEN", &lead)] {
            self.resolve(incident, lead).await;
            self.send_letter(incident, if incident == "OWN" { 'X' } else { 'L' }).await;
        }
        self.appoint(&lead, "STAFF").await;
    }

    async fn calm_down(&mut self) {
        let input = json!({
            "incidentId": self.id("incident", "QUIET"), "reason": "false alarm",
            "expectedVersion": self.version("incident", "QUIET").await,
        });
        self.client('E').change("incidentDecline", "incident { id }", input).await;
    }

    /// The sales seats of two accounts, each to somebody who sees neither otherwise.
    async fn hand_over(&mut self) {
        for (account, receiver) in
            [("OWN", self.id("user", "stranger").to_owned()), ("HIDDEN", self.employ_seller().await)]
        {
            let input = json!({
                "accountId": self.id("account", account), "seat": "SALES", "receiverId": receiver, "reason": "moves on",
            });
            let begun = self.client('A').change("handoverInitiate", "handover { id }", input).await;
            self.keep("handover", account, begun.text("handoverInitiate.handover.id"));
        }
    }

    async fn employ_seller(&self) -> String {
        let input = json!({ "email": "seller@example.com", "name": "Seller", "function": "SALES" });
        self.client('A').change("userCreate", "user { id }", input).await.text("userCreate.user.id")
    }

    async fn resolve(&self, name: &'static str, lead: &str) {
        for (mutation, mut input) in [
            ("incidentTriage", json!({ "severity": "SEV2" })),
            ("incidentActivate", json!({})),
            ("incidentAcknowledge", json!({})),
            ("incidentNameExecutiveLead", json!({ "userId": lead })),
            ("incidentMobilise", json!({})),
            ("incidentArriveOnSite", json!({})),
            ("incidentResolve", json!({})),
        ] {
            input["incidentId"] = json!(self.id("incident", name));
            input["expectedVersion"] = self.version("incident", name).await;
            self.client('E').change(mutation, "incident { id }", input).await;
        }
    }

    /// A letter with one promise, which the executive lead signs.
    async fn send_letter(&mut self, name: &'static str, lead: char) {
        let manager = self.server.cast().id(EscalationManager);
        let promise = json!({
            "action": "A second gateway", "ownerRole": "Manager", "ownerId": manager, "dueOn": "2026-12-01",
            "measure": "It runs", "evidence": "Report", "verifier": "Ms Sato", "preventive": true,
        });
        let text = json!({
            "addressee": "Ms Sato", "issue": "It stood still.", "impact": "Much.", "remedy": "Replaced.",
            "response": [{ "at": "2026-03-02T09:00:00Z", "what": "Came" }], "rootCause": "Worn out.",
            "commitments": [promise], "contact": "Esra", "reviewsOn": ["2026-04-01"],
        });
        let input = json!({ "incidentId": self.id("incident", name), "language": "ENGLISH", "text": text });
        let made = self.client('E').change("letterDraft", "letter { id }", input).await;
        let letter = made.text("letterDraft.letter.id");
        for (version, (mutation, by)) in
            (1..).zip([("letterSubmit", 'E'), ("letterSign", lead), ("letterSend", 'E')])
        {
            let mut input = json!({ "letterId": letter, "expectedVersion": version });
            if mutation == "letterSend" {
                input["sentTo"] = json!("sato@example.com");
            }
            self.client(by).change(mutation, "letter { id }", input).await;
        }
        let document = "query($id: ID!) { letter(id: $id) { commitments { id } } }";
        let sent = self.client('E').query(document, json!({ "id": letter })).await;
        self.keep("commitment", name, sent.text("letter.commitments.0.id"));
        self.keep("letter", name, letter);
    }

    async fn make_bots(&mut self) {
        let own = self.id("account", "OWN").to_owned();
        let audiences = ["ALL_STAFF", "TRIANGLE", "ACCOUNT_TEAM", "EXECUTIVES"];
        for (letter, key) in [
            ('a', json!({ "scopes": ["ACCOUNT_READ"] })),
            ('i', json!({ "scopes": ["INCIDENT_READ"] })),
            ('k', json!({ "scopes": ["KNOWLEDGE_READ"], "audiences": ["ALL_STAFF"] })),
            ('r', json!({ "scopes": ["INCIDENT_REPORT"] })),
            ('t', json!({ "scopes": ["INCIDENT_TIMELINE"] })),
            (
                'b',
                json!({
                    "scopes": ["ACCOUNT_READ", "INCIDENT_READ", "KNOWLEDGE_READ", "INCIDENT_REPORT", "INCIDENT_TIMELINE"],
                    "audiences": audiences, "accountIds": [own],
                }),
            ),
        ] {
            let bot = self.server.bot(key).await;
            self.clients.insert(letter, bot);
        }
        let made = self.client('A').change("botCreate", "bot { id }", json!({ "name": "Stranger" })).await;
        self.keep("bot", "stranger", made.text("botCreate.bot.id"));
    }

    async fn version(&self, kind: &'static str, name: &str) -> Value {
        let document = format!("query($id: ID!) {{ {kind}(id: $id) {{ version }} }}");
        let answer = self.client('U').query(&document, json!({ "id": self.id(kind, name) })).await;
        answer[&*format!("{kind}.version")].clone()
    }

    /// The names of the things of a kind that a list gave, those that the matrix does not know left out.
    pub(super) fn names(&self, kind: &'static str, nodes: &Value) -> Vec<&str> {
        let given = |id: &String| nodes.as_array().unwrap().iter().any(|node| node["id"] == id.as_str());
        let known = self.ids.iter().filter(|((of, _), id)| *of == kind && given(id));
        known.map(|((_, name), _)| name.as_str()).collect()
    }
}
