//! A lasting address in front of servers that come and go: what a load balancer is to a client, and the line that breaks.

use std::io;
use std::net::SocketAddr;

use api::platform::task;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Where a relay leads at present.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    /// To nobody: every connection is closed.
    Nowhere,
    /// To that server.
    To(SocketAddr),
    /// To that server, which hears everything; the line breaks when it answers a request with those words.
    Losing(SocketAddr, &'static str),
}

/// An address that stays.
#[derive(Debug)]
pub struct Relay {
    address: SocketAddr,
    way: watch::Sender<Way>,
}

impl Relay {
    /// Opens an address that leads that way.
    pub async fn open(way: Way) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port should be free");
        let address = listener.local_addr().expect("a bound listener has an address");
        let (way, ways) = watch::channel(way);
        task::spawn("relay", accept(listener, ways));
        Self { address, way }
    }

    /// Where clients connect.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Breaks all connections, and leads the next ones that way.
    pub fn lead(&self, way: Way) {
        self.way.send_replace(way);
    }
}

async fn accept(listener: TcpListener, mut ways: watch::Receiver<Way>) {
    while let Ok((client, _)) = listener.accept().await {
        let way = *ways.borrow_and_update();
        let mut ways = ways.clone();
        task::spawn("relayed connection", async move {
            tokio::select! {
                () = serve(client, way) => {}
                // Also when the relay is gone.
                _ = ways.changed() => {}
            }
        });
    }
}

async fn serve(client: TcpStream, way: Way) {
    let (Way::To(address) | Way::Losing(address, _)) = way else { return };
    let Ok(server) = TcpStream::connect(address).await else { return };
    let words = if let Way::Losing(_, words) = way { Some(words) } else { None };
    // A line that breaks is what relays are for.
    let _ = carry(client, server, words).await;
}

async fn carry(mut client: TcpStream, mut server: TcpStream, lost: Option<&str>) -> io::Result<()> {
    let (mut questions, mut to_client) = client.split();
    let (mut answers, mut to_server) = server.split();
    let (mut asked, mut question, mut answer) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        tokio::select! {
            read = questions.read_buf(&mut question) => if read? == 0 { return Ok(()) },
            read = answers.read_buf(&mut answer) => if read? == 0 || contains(&asked, lost) { return Ok(()) },
        }
        to_server.write_all(&question).await?;
        to_client.write_all(&answer).await?;
        asked.append(&mut question);
        answer.clear();
    }
}

fn contains(asked: &[u8], words: Option<&str>) -> bool {
    words.is_some_and(|words| String::from_utf8_lossy(asked).contains(words))
}
