//! The handover of a seat: its primary gives an account to the next one, with everything that one must know.
//!
//! | State | Entered by | From | Who |
//! |---|---|---|---|
//! | initiated | initiate: the receiver is nominated | | director of the region, administrator |
//! | preparing | write: a part of the pack | initiated, preparing | outgoing primary |
//! | pack ready | submit: 90 % complete, three must-knows | preparing | outgoing primary |
//! | preparing | return, with what is missing | pack ready | receiver |
//! | accepted | accept: the pack is frozen with its hash | pack ready | receiver |
//! | refused | refuse, with a reason | initiated, preparing, pack ready | receiver |
//! | shadowing | begin: the overlap counts from here | accepted | outgoing primary, receiver |
//! | introduced | introduce: the customer was told | shadowing | outgoing primary |
//! | co-owned | go on to answering together | introduced | outgoing primary, receiver |
//! | transferred | transfer: the seat moves | co-owned | director of the region, administrator |
//! | closed | close; by itself when the former holder's time of grace is over | transferred | director of the region, administrator |
//! | cancelled | cancel, with a reason | all before transferred | director of the region, administrator |
//!
//! In an **emergency** the outgoing primary is gone: the directors of the region write the pack, submit it and tell the customer;
//! nobody is shadowed and nobody shares the seat, so that accepted is followed by introduced and introduced by transferred, and there
//! is no overlap. An emergency is declared at the beginning or at any time before the move.
//!
//! What must hold:
//! - A seat has at most one open handover, which ends at the move. The seat has a primary when it begins; the receiver is somebody
//!   else who could take the seat by the rules of `triangle`: of its function, or with a stated exception.
//! - **The overlap** lasts so many business days at least, by the account's tier when it begins (policy): to the end of the n-th
//!   business day after the day of its beginning, in the account's business calendar. The seat can be moved from then on.
//! - **The move** is one change: the outgoing assignment ends and the receiver's begins in the same instant. If the outgoing primary
//!   no longer holds the seat, because somebody swapped or vacated it meanwhile, the move is refused and changes nothing.
//! - With the seat the receiver gets what is open in the name of the former holder on the account: places on response teams, open
//!   promises of letters, and the lead of incidents if they are an executive. What stays is listed with the reason. So are the
//!   entries of the think tank that the former holder was to verify, with what the rule made of them, and how many drafts about the
//!   account they leave: of drafts nothing but the number, which stay with their author.
//! - **Sight**: the receiver reads what a seat reads from the nomination on until the move, the former holder for so many days after
//!   it (policy). They do nothing by it and are in no seat. Not a moment longer: the end is judged by the time, and told by an event
//!   when somebody has noticed. Disabled people and ended accounts lose it at once, and of an ended account a handover is only
//!   cancelled or closed.
//! - **The pack** has twelve parts. The system puts into them what it holds of the account; the outgoing primary writes beside it, or
//!   says why there is nothing to tell. Nothing is made up. What was accepted is kept with its hash; the entries of the think tank in
//!   it are named with their revision and with how far they could be trusted then, and shown to whoever may read them now. Those
//!   whose day had passed are withheld, as everywhere.
//! - The receiver acknowledges the parts and the entries in them one by one, from the acceptance until the handover is closed.
//! - A pack is read as a document, too, as Markdown or as pages: with the texts of the entries that the reader may read now.
//! - Events say nothing of what was written.

pub mod document;
pub mod error;
pub mod event;
pub mod rules;

mod assemble;
mod print;
mod service;
mod store;

pub use error::HandoverError;
pub use service::{
    Handovers, Target,
    answer::Answer,
    initiate::InitiateHandover,
    list::HandoverFilter,
    pack::{Pack, PackItem, WritePart},
    print::Edition,
    step::Step,
};
