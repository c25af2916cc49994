//! The command line. It reads arguments and calls the library; it decides nothing.

use std::{net::SocketAddr, process::ExitCode};

use api::{
    Running, StartError,
    config::{Config, DataArgs},
    graphql,
    limits::Limits,
    migrate,
    platform::{clock::Clock, db::Db},
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
}

#[derive(Args)]
struct Serve {
    /// Address to accept requests on
    #[arg(long, env = "IRON_TRIANGLE_LISTEN", default_value = "127.0.0.1:4000", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    #[command(flatten)]
    data: DataArgs,
    /// Browser origins that may call the API, separated by commas: https://app.example.com
    #[arg(long, env = "IRON_TRIANGLE_ALLOWED_ORIGINS", value_delimiter = ',', value_name = "ORIGIN")]
    allowed_origins: Vec<String>,
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
    }
}

async fn serve(arguments: Serve) -> Result<(), StartError> {
    let config = Config {
        listen: arguments.listen,
        target: arguments.data.target(false)?,
        demo: false,
        limits: Limits::default(),
        allowed_origins: arguments.allowed_origins,
    };
    let listener = TcpListener::bind(config.listen).await?;
    let address = listener.local_addr()?;
    let running = Running::start(config, listener, Clock::system()).await?;
    println!("iron-triangle serves http://{address}/");
    running.serve(shutdown_signal()).await;
    Ok(())
}

/// Resolves at Ctrl-C or SIGTERM.
async fn shutdown_signal() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        else {
            let _ = interrupted.await;
            return;
        };
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupted.await;
    }
}
