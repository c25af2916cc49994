//! Flags and environment.

use std::path::PathBuf;

use clap::Parser;
use hyper::Uri;

/// Reads alarms from standard input, a JSON object a line, and opens incidents; prints what becomes of incidents
///
/// The key comes from the environment: IRON_TRIANGLE_BOT_KEY=itk_...
#[derive(Debug, Parser)]
#[command(name = "escalation-bot", version)]
pub(crate) struct Config {
    /// The server; the API is at /graphql there
    #[arg(long, env = "IRON_TRIANGLE_SERVER", default_value = "http://127.0.0.1:4000", value_name = "URL", value_parser = server)]
    pub(crate) server: Uri,
    /// Folder of the bot's own, for unsent alarms and the saved cursor
    #[arg(long, env = "IRON_TRIANGLE_BOT_STATE", default_value = "./bot-state", value_name = "FOLDER")]
    pub(crate) state: PathBuf,
    /// Stop when the input has ended and every alarm is sent
    #[arg(long)]
    pub(crate) once: bool,
}

/// The address of the API, from that of the server.
fn server(text: &str) -> Result<Uri, String> {
    let base = text.trim_end_matches('/');
    if !base.starts_with("http://") && !base.starts_with("https://") {
        return Err("it begins with http:// or https://".to_owned());
    }
    let address: Uri = format!("{base}/graphql").parse().map_err(|error| format!("{error}"))?;
    if address.authority().is_none_or(|authority| authority.as_str().contains('@')) {
        return Err("it names a host and no user; the key is given by IRON_TRIANGLE_BOT_KEY".to_owned());
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_is_below_the_server() {
        for text in ["https://red.example", "https://red.example/"] {
            assert_eq!(server(text), Ok(Uri::from_static("https://red.example/graphql")));
        }
        for text in ["red.example", "ftp://red.example", "http://itk_1@red.example", "http://"] {
            assert!(server(text).is_err(), "{text}");
        }
    }
}
