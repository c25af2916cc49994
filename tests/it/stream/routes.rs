//! Every way in which a person comes to see an account, gained and lost while a stream is open: events begin and end with
//! it, live and by replay.

use support::{
    Persona::{self, Administrator, Director, EscalationManager, Executive, Member, Outsider, SalesLead},
    Server, Value,
    client::Client,
    json,
    socket::{Operation, Socket},
    story,
};

const WATCH: &str = "subscription($after: EventCursor) { accountEvents(after: $after, checkpoints: false) {
    ... on AccountEvent { kind snapshot { code } }
    ... on AccessRevoked { accountId }
} }";

const VERSION: &str = "query($id: ID!) { account(id: $id) { version } }";

/// An account that the watcher comes to see and loses again, and one that the watcher always sees.
struct Stage {
    server: Server,
    watcher: Persona,
    secret: String,
    open: String,
    socket: Socket,
    stream: Operation,
    start: Value,
}

impl Stage {
    async fn set(server: Server, watcher: Persona) -> Self {
        let start = server.anonymous().query("{ eventCursor }", json!({})).await["eventCursor"].clone();
        let secret = create(&server, "SECRET").await;
        let open = create(&server, "OPEN").await;
        let input = json!({ "accountId": open, "userId": server.cast().id(watcher), "expertise": "law" });
        server.as_(Administrator).change("extendedMemberAdd", "assignment { id }", input).await;
        let mut socket = server.as_(watcher).socket().await;
        let stream = socket.subscribe(WATCH, json!({})).await;
        let mut stage = Self { server, watcher, secret, open, socket, stream, start };
        // Whatever comes before the stream stands is passed over with its first marker.
        stage.until_marker().await;
        stage
    }

    fn administrator(&self) -> Client {
        self.server.as_(Administrator)
    }

    fn watcher_id(&self) -> &'static str {
        self.server.cast().id(self.watcher)
    }

    async fn touch(&self, account: &str) {
        let administrator = self.administrator();
        let version = administrator.query(VERSION, json!({ "id": account })).await["account.version"].clone();
        let industry = format!("industry {version}");
        let input = json!({ "accountId": account, "expectedVersion": version, "industry": industry });
        administrator.change("accountChangeFacts", "account { id }", input).await;
    }

    /// Touches the account that the watcher always sees, and gives what came before that: kinds of events about the
    /// other account, and `REVOKED`.
    async fn until_marker(&mut self) -> Vec<String> {
        self.touch(&self.open.clone()).await;
        let mut seen = Vec::new();
        loop {
            let item = self.socket.next(&self.stream).await["accountEvents"].take();
            if item["accountId"] == json!(self.secret) {
                seen.push("REVOKED".to_owned());
            } else if item["snapshot"]["code"] == "SECRET" {
                seen.push(item["kind"].as_str().unwrap().to_owned());
            } else if item["kind"] == "FACTS_CHANGED" {
                return seen;
            }
        }
    }

    async fn sees_live(&mut self) -> bool {
        self.touch(&self.secret.clone()).await;
        let seen = self.until_marker().await;
        assert!(!seen.contains(&"REVOKED".to_owned()), "revoked twice, or without a reason");
        seen == ["FACTS_CHANGED"]
    }

    /// Whether a replay from the beginning tells of the other account.
    async fn sees_by_replay(&mut self) -> bool {
        let mut socket = self.server.as_(self.watcher).socket().await;
        let stream = socket.subscribe(WATCH, json!({ "after": self.start })).await;
        let own = (std::mem::replace(&mut self.socket, socket), std::mem::replace(&mut self.stream, stream));
        // The replay passes the markers of before; the last of them is the one that is made now.
        let input = json!({ "accountId": self.open, "reason": "to mark the end", "reviewOn": "2026-12-01" });
        let version =
            self.administrator().query(VERSION, json!({ "id": self.open })).await["account.version"].clone();
        let mut input = input;
        input["expectedVersion"] = version;
        self.administrator().change("accountWatch", "account { id }", input).await;
        let mut seen = false;
        loop {
            let item = self.socket.next(&self.stream).await["accountEvents"].take();
            seen |= item["snapshot"]["code"] == "SECRET";
            if item["kind"] == "WATCHED" {
                break;
            }
        }
        (self.socket, self.stream) = own;
        seen
    }

    async fn begins_hidden(&mut self) {
        assert!(!self.sees_live().await, "seen before it was granted");
        assert!(!self.sees_by_replay().await, "replayed before it was granted");
        self.until_marker().await;
    }

    async fn is_gained(&mut self) {
        self.until_marker().await;
        assert!(self.sees_live().await, "not seen after it was granted");
        assert!(self.sees_by_replay().await, "not replayed after it was granted");
        self.until_marker().await;
    }

    async fn is_lost(&mut self) {
        assert_eq!(self.until_marker().await, ["REVOKED"], "the loss was not told, or more was");
        assert!(!self.sees_live().await, "seen after it was lost");
        assert!(!self.sees_by_replay().await, "replayed after it was lost");
    }
}

async fn create(server: &Server, code: &str) -> String {
    let region = server.cast().region("SOUTH");
    let input = json!({
        "code": code, "name": code, "regionId": region, "timeZone": "Europe/Berlin", "status": "PROSPECT",
        "tier": "S", "tierReason": "it is in the story",
    });
    let made = server.as_(Administrator).change("accountCreate", "account { id }", input).await;
    made.text("accountCreate.account.id")
}

async fn report(server: &Server, account: &str) -> (String, Value) {
    let input = json!({ "accountId": account, "title": "Line stopped", "description": "Since nine.", "severity": "SEV1" });
    let made = server.as_(EscalationManager).change("incidentReport", "incident { id version }", input).await;
    (made.text("incidentReport.incident.id"), made["incidentReport.incident.version"].clone())
}

story!(a_seat_opens_the_stream_and_vacating_it_closes_it, async |server: Server| {
    let mut stage = Stage::set(server, SalesLead).await;
    stage.begins_hidden().await;
    let input = json!({
        "accountId": stage.secret, "seat": "SALES", "position": "PRIMARY", "userId": stage.watcher_id(),
    });
    let made = stage.administrator().change("seatAssign", "assignment { id }", input).await;
    stage.is_gained().await;
    let input = json!({ "assignmentId": made.text("seatAssign.assignment.id"), "reason": "moves on" });
    stage.administrator().change("seatVacate", "assignment { id }", input).await;
    stage.is_lost().await;
});

story!(a_membership_opens_the_stream_and_its_end_closes_it, async |server: Server| {
    let mut stage = Stage::set(server, Member).await;
    stage.begins_hidden().await;
    let input = json!({
        "accountId": stage.secret, "seat": "TECHNICAL", "position": "MEMBER", "userId": stage.watcher_id(),
    });
    let made = stage.administrator().change("seatAssign", "assignment { id }", input).await;
    stage.is_gained().await;
    let input = json!({ "assignmentId": made.text("seatAssign.assignment.id"), "reason": "moves on" });
    stage.administrator().change("memberRelease", "assignment { id }", input).await;
    stage.is_lost().await;
});

story!(a_region_opens_the_stream_and_losing_it_closes_it, async |server: Server| {
    let mut stage = Stage::set(server, Director).await;
    stage.begins_hidden().await;
    appoint(&stage, &["NORTH", "SOUTH"]).await;
    stage.is_gained().await;
    appoint(&stage, &["NORTH"]).await;
    stage.is_lost().await;
});

async fn appoint(stage: &Stage, regions: &[&str]) {
    let administrator = stage.administrator();
    let person = json!({ "id": stage.watcher_id() });
    let known = administrator.query("query($id: ID!) { user(id: $id) { version } }", person).await;
    let regions: Vec<&str> = regions.iter().map(|code| stage.server.cast().region(code)).collect();
    let input = json!({
        "userId": stage.watcher_id(), "expectedVersion": known["user.version"],
        "roles": ["DIRECTOR"], "regionIds": regions,
    });
    administrator.change("userAppoint", "user { id }", input).await;
}

story!(a_sponsorship_opens_the_stream_and_its_end_closes_it, async |server: Server| {
    let mut stage = Stage::set(server, Executive).await;
    stage.begins_hidden().await;
    sponsor(&stage, "accountAppointSponsor", json!({ "userId": stage.watcher_id() })).await;
    stage.is_gained().await;
    sponsor(&stage, "accountReleaseSponsor", json!({})).await;
    stage.is_lost().await;
});

async fn sponsor(stage: &Stage, mutation: &str, mut input: Value) {
    let administrator = stage.administrator();
    let known = administrator.query(VERSION, json!({ "id": stage.secret })).await;
    input["accountId"] = json!(stage.secret);
    input["expectedVersion"] = known["account.version"].clone();
    administrator.change(mutation, "account { id }", input).await;
}

story!(an_open_incident_opens_the_stream_and_its_end_closes_it, async |server: Server| {
    let mut stage = Stage::set(server, Executive).await;
    stage.begins_hidden().await;
    let (incident, version) = report(&stage.server, &stage.secret).await;
    stage.is_gained().await;
    let input = json!({ "incidentId": incident, "expectedVersion": version, "reason": "false alarm" });
    stage.server.as_(EscalationManager).change("incidentDecline", "incident { id }", input).await;
    stage.is_lost().await;
});

story!(a_response_team_opens_the_stream_and_leaving_it_closes_it, async |server: Server| {
    let mut stage = Stage::set(server, Outsider).await;
    let (incident, version) = report(&stage.server, &stage.secret).await;
    stage.begins_hidden().await;
    let input = json!({ "incidentId": incident, "expectedVersion": version, "userId": stage.watcher_id() });
    let manager = stage.server.as_(EscalationManager);
    let added = manager.change("incidentAddResponder", "incident { version }", input).await;
    stage.is_gained().await;
    let version = added["incidentAddResponder.incident.version"].clone();
    let input = json!({ "incidentId": incident, "expectedVersion": version, "userId": stage.watcher_id() });
    manager.change("incidentRemoveResponder", "incident { id }", input).await;
    stage.is_lost().await;
});

async fn take_role(stage: &Stage, role: &str) {
    let (administrator, person) = (stage.administrator(), json!({ "id": stage.watcher_id() }));
    let known = administrator.query("query($id: ID!) { user(id: $id) { version } }", person).await;
    let input = json!({
        "userId": stage.watcher_id(), "expectedVersion": known["user.version"], "roles": [role],
    });
    administrator.change("userAppoint", "user { id }", input).await;
}

async fn name_lead(stage: &Stage, incident: &str, person: &str) {
    let manager = stage.server.as_(EscalationManager);
    let known =
        manager.query("query($id: ID!) { incident(id: $id) { version } }", json!({ "id": incident })).await;
    let input =
        json!({ "incidentId": incident, "expectedVersion": known["incident.version"], "userId": person });
    manager.change("incidentNameExecutiveLead", "incident { id }", input).await;
}

story!(leading_an_incident_opens_the_stream_and_being_replaced_closes_it, async |server: Server| {
    let mut stage = Stage::set(server, Outsider).await;
    let (incident, _) = report(&stage.server, &stage.secret).await;
    stage.begins_hidden().await;
    // Only an executive is named; what is seen as an executive goes with the role, what is seen as the lead stays.
    take_role(&stage, "EXECUTIVE").await;
    name_lead(&stage, &incident, stage.watcher_id()).await;
    take_role(&stage, "STAFF").await;
    stage.is_gained().await;
    name_lead(&stage, &incident, stage.server.cast().id(Executive)).await;
    stage.is_lost().await;
});

story!(a_stream_of_one_account_completes_when_that_is_lost, async |server: Server| {
    let account = create(&server, "ONE").await;
    let input = json!({
        "accountId": account, "seat": "SALES", "position": "PRIMARY", "userId": server.cast().id(SalesLead),
    });
    let made = server.as_(Administrator).change("seatAssign", "assignment { id }", input).await;
    let mut socket = server.as_(SalesLead).socket().await;
    let document = "subscription($id: ID!) { accountEvents(filter: { accountIds: [$id] }) {
        ... on AccessRevoked { accountId }
    } }";
    let stream = socket.subscribe(document, json!({ "id": account })).await;
    let input = json!({ "assignmentId": made.text("seatAssign.assignment.id"), "reason": "moves on" });
    server.as_(Administrator).change("seatVacate", "assignment { id }", input).await;
    let mut item = socket.next(&stream).await;
    // The assignment itself may still be on its way.
    while item["accountEvents"] == json!({}) {
        item = socket.next(&stream).await;
    }
    assert_eq!(item["accountEvents"]["accountId"], json!(account));
    socket.completed(&stream).await;
    let again = socket.subscribe(document, json!({ "id": account })).await;
    assert_eq!(socket.refusal(&again).await, "NOT_FOUND");
});

story!(disabling_a_person_closes_their_sockets, async |server: Server| {
    let socket = server.as_(SalesLead).socket().await;
    let administrator = server.as_(Administrator);
    let person = json!({ "id": server.cast().id(SalesLead) });
    let known = administrator.query("query($id: ID!) { user(id: $id) { version } }", person).await;
    let input = json!({ "userId": server.cast().id(SalesLead), "expectedVersion": known["user.version"] });
    administrator.change("userDisable", "user { id }", input).await;
    socket.expect_close(4403).await;
    assert_eq!(server.as_(SalesLead).query("{ viewer { __typename } }", json!({})).await.status(), 401);
});

story!(revoking_a_key_closes_the_sockets_of_the_bot, async |server: Server| {
    let bot = server.bot(json!({ "scopes": ["ACCOUNT_READ"] })).await;
    let socket = bot.socket().await;
    let answer = bot.query("{ viewer { ... on BotViewer { apiKeyId } } }", json!({})).await;
    let input = json!({ "apiKeyId": answer["viewer.apiKeyId"] });
    server.as_(Administrator).change("apiKeyRevoke", "apiKey { id }", input).await;
    socket.expect_close(4403).await;
    assert_eq!(bot.query("{ viewer { __typename } }", json!({})).await.status(), 401);
});
