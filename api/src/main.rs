//! The command line. It reads arguments and calls the library; it decides nothing.

use std::{net::SocketAddr, process::ExitCode, time::Duration};

use api::{
    Running, StartError,
    config::{Config, DataArgs},
    domain::{fault::Fault, identity::access_token},
    graphql,
    limits::Limits,
    migrate,
    platform::{clock::Clock, db::Db},
    seed::{self, Amounts},
    telemetry,
};
use clap::{Args, Parser, Subcommand};
use tokio::net::TcpListener;

/// GraphQL backend for key accounts that are served by iron triangles.
///
/// Try it:  iron-triangle serve --demo
#[derive(Parser)]
#[command(version, propagate_version = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Migrate the database and serve the API
    Serve(Serve),
    /// Bring the database to the newest schema and stop
    Migrate(DataArgs),
    /// Print the schema in GraphQL's own language
    Schema,
    /// Print an access token for a person, without their password
    ///
    /// For operators on the server's machine: whoever can write the database may. The server may run meanwhile. The token opens
    /// a session of its own, which cannot be renewed; disabling the person ends it.
    ///
    /// Try it:  curl -H "Authorization: Bearer $(iron-triangle token --email you@example.com)" ...
    Token(Token),
    /// Fill a database that holds no accounts with load data, the same every time
    Seed(Seed),
}

#[derive(Args)]
struct Serve {
    /// Address to accept requests on
    #[arg(long, env = "IRON_TRIANGLE_LISTEN", default_value = "127.0.0.1:4000", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    #[command(flatten)]
    data: DataArgs,
    /// Browser origins that may call the API, separated by commas: `https://app.example.com`
    #[arg(long, env = "IRON_TRIANGLE_ALLOWED_ORIGINS", value_delimiter = ',', value_name = "ORIGIN")]
    allowed_origins: Vec<String>,
    /// Take the last entry of X-Forwarded-For, which a proxy in front must write, for the client's address
    #[arg(long, env = "IRON_TRIANGLE_TRUST_FORWARDED_FOR")]
    trust_forwarded_for: bool,
    /// Let webhooks go to addresses of this machine and of private networks, and without TLS
    #[arg(long, env = "IRON_TRIANGLE_WEBHOOKS_ALLOW_PRIVATE")]
    webhooks_allow_private: bool,
    /// Fill a database of its own with a made-up story, on this machine only, and print who can be acted as
    #[arg(long)]
    demo: bool,
}

#[derive(Args)]
struct Seed {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    amounts: Amounts,
}

#[derive(Args)]
struct Token {
    /// Whose token; an active person
    #[arg(long, value_name = "E-MAIL")]
    email: String,
    /// How long it works, from 1s to 30d: a number and s, m, h or d
    #[arg(long, default_value = "15m", value_name = "SPAN", value_parser = span)]
    lifetime: Duration,
    #[command(flatten)]
    data: DataArgs,
    /// Of the demonstration's database
    #[arg(long)]
    demo: bool,
}

/// A span of time as people write it: `90s`, `15m`, `8h`, `1d`.
fn span(text: &str) -> Result<Duration, &'static str> {
    const EXPECTED: &str = "expected a whole number and s, m, h or d, such as 15m";
    let unit = match text.chars().last() {
        Some('s') => 1,
        Some('m') => 60,
        Some('h') => 60 * 60,
        Some('d') => 24 * 60 * 60,
        _ => return Err(EXPECTED),
    };
    let number: u64 = text[..text.len() - 1].parse().map_err(|_| EXPECTED)?;
    number.checked_mul(unit).map(Duration::from_secs).ok_or(EXPECTED)
}

#[tokio::main]
async fn main() -> ExitCode {
    let line = CommandLine::parse();
    telemetry::start();
    match execute(line.command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("iron-triangle: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn execute(command: Command) -> Result<(), StartError> {
    match command {
        Command::Serve(arguments) => serve(arguments).await,
        Command::Migrate(data) => {
            let target = data.target(false)?;
            let db = Db::connect(&target, Clock::system()).await?;
            Ok(migrate(&target, &db).await?)
        }
        Command::Schema => {
            print!("{}", graphql::sdl(&graphql::schema()));
            Ok(())
        }
        Command::Token(arguments) => token(arguments).await,
        Command::Seed(arguments) => {
            let made = seed::seed(&arguments.data.target(false)?, arguments.amounts).await?;
            println!("{made}");
            Ok(())
        }
    }
}

async fn serve(arguments: Serve) -> Result<(), StartError> {
    let config = Config {
        listen: arguments.listen,
        target: arguments.data.target(arguments.demo)?,
        demo: arguments.demo,
        limits: Limits::default(),
        allowed_origins: arguments.allowed_origins,
        trust_forwarded_for: arguments.trust_forwarded_for,
        webhooks_allow_private: arguments.webhooks_allow_private,
    };
    let listener = TcpListener::bind(config.listen).await?;
    let address = listener.local_addr()?;
    let running = Running::start(config, listener, Clock::system()).await?;
    // Before anybody is told that it serves: who stops it then finds it listening.
    let stop = shutdown_signal()?;
    println!("iron-triangle serves http://{address}/");
    print!("{}", running.greeting().await?);
    running.serve(stop).await;
    Ok(())
}

async fn token(arguments: Token) -> Result<(), StartError> {
    let db = Db::connect(&arguments.data.target(arguments.demo)?, Clock::system()).await?;
    let made = access_token(&db, &arguments.email, arguments.lifetime).await;
    let token = made.map_err(|fault| match fault {
        Fault::Database(error) => StartError::Database(error),
        Fault::NotFound => {
            StartError::Refused(format!("there is no active person with the e-mail {}", arguments.email))
        }
        Fault::Invalid(_) => StartError::Refused("a token works from one second to thirty days".into()),
        other => StartError::Refused(other.to_string()),
    })?;
    println!("{}", token.secret.reveal());
    Ok(())
}

/// Listens for Ctrl-C and SIGTERM from now on; resolves at the first of them.
#[cfg(unix)]
fn shutdown_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut terminated) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Resolves at Ctrl-C.
#[cfg(not(unix))]
fn shutdown_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
