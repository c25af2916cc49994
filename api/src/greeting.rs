//! What the server says on its standard output when it has started, beside where it listens: at the first start how to
//! become administrator, in a demonstration who can be acted as.

use std::net::SocketAddr;

use crate::{StartError, app::App, demo, platform::db::Db};

/// The text; empty when there is nothing to say.
///
/// # Errors
/// The database failed.
pub(crate) async fn greeting(app: &App, db: &Db, address: SocketAddr) -> Result<String, StartError> {
    if app.config().demo {
        return demo::greeting(app, db, address).await;
    }
    let code = app.services().identity().setup_code().await?;
    Ok(code.map_or_else(String::new, |code| invitation(address, code.reveal())))
}

/// How the first administrator comes in.
fn invitation(address: SocketAddr, code: &str) -> String {
    format!(
        r#"
There are no users yet. This code creates the first administrator; it works once, for an hour.
Change e-mail, name and password (12 bytes or more) before you send it:

  {code}

  curl http://{address}/graphql -H 'Content-Type: application/json' -d '{{
    "query": "mutation($input: SetupCompleteInput!) {{ setupComplete(input: $input) {{ session {{ accessToken }} userErrors {{ message path }} }} }}",
    "variables": {{ "input": {{ "code": "{code}",
      "email": "you@example.com", "name": "Your Name", "password": "CHANGE ME" }} }} }}'

"#
    )
}
