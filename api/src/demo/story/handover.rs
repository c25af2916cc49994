//! A seat that changes hands: Jonas gives the sales seat of Nordwerk to somebody who has never been there. The pack came back
//! once, and waits for its receiver again.

use chrono::TimeDelta;
use entity::{
    assignment::Seat,
    handover_part::PackPart::{self, *},
    id::HandoverId,
};

use super::{Story, Told, accounts::Accounts};
use crate::{
    demo::cast::{DIRECTOR, JONAS, SALES},
    domain::handover::{Answer, InitiateHandover, Target, WritePart},
};

const MUST_KNOWS: [&str; 3] = [
    "Frau Krüger decides, Herr Vogel prepares; write to both, never to one.",
    "A visit to the plant needs two weeks' notice: the works council agrees to it first.",
    "The framework agreement renews itself for a year unless somebody gives notice by the end of June.",
];

const SUMMARY: &str = "\
Nordwerk builds machine tools in three halls near Bremen and has been with us for two years. Steady orders, little growth, no \
drama: they leave when they are bored, not when they are angry.\n";

const STAKEHOLDERS: &str = "\
- **Frau Krüger**, managing director, decides everything above 50,000 €. She wants no surprises before the shareholders' meeting.\n\
- **Herr Vogel**, head of production, decides what she sees. He wants line 4 accepted before the summer.\n\
- **Frau Aydın**, works council, decides on visits and night work. She wants to be asked in time.\n";

const HISTORY: &str = "\
Won against two rivals because we came to the plant and they sent slides. The certificate that ran out last year cost us one night \
and some trust; Herr Vogel still mentions it.\n";

const OPEN: &str = "\
- Acceptance of line 4: the five-day run begins when the test data are there.\n\
- Offer for the retrofit: on Frau Krüger's desk since March.\n\
- The delivery seat of our triangle is empty. Ask Dora before you promise a date.\n";

const CONTRACTS: &str = "\
Framework agreement until the end of September, three months' notice, renews itself for a year. Delay costs half a per cent a week \
from the third day, five per cent at most.\n";

const NEEDS: &str = "\
They say they need a cheaper retrofit. They mean that nobody may stand idle while line 4 is rebuilt: Herr Vogel said so twice, and the \
shift plan shows it.\n";

const PRICING: &str = "\
No surcharge for express delivery, ever. A longer maintenance contract is what they give in return. Never open with a discount: the \
last one is still in their spreadsheet.\n";

const PRICE_CLAUSE: &str = "\
No surcharge for express delivery, ever. A longer maintenance contract is what they give in return. Never open with a discount: the \
last one is still in their spreadsheet.\n\n\
**The price clause** follows the steel index of the Federal Statistical Office, each January and July, from a change of five per cent \
on. July's adjustment is not reckoned yet; it will be about 2.1 per cent in our favour.\n";

const HEALTH: &str = "\
Good, by my judgement: they answer within a day, and Herr Vogel calls without a reason. What could change that is a second delay \
at line 4.\n";

const COMPETITORS: &str = "\
One rival gave the installation away and asks for it with the maintenance. Frau Krüger has the sum over five years; keep it up to \
date.\n";

const NEXT: &str = "\
1. Week 1: to Bremen with Jonas, lunch with Frau Krüger.\n2. Week 3: the index clause, in writing.\n\
3. By day 60: the retrofit signed or buried.\n4. By day 90: a person in the delivery seat whom Herr Vogel has met.\n";

/// What Jonas writes; `None`: he says that there is nothing to tell, and why.
const PARTS: [(PackPart, Result<&str, &str>); 12] = [
    (Summary, Ok(SUMMARY)),
    (Stakeholders, Ok(STAKEHOLDERS)),
    (History, Ok(HISTORY)),
    (OpenItems, Ok(OPEN)),
    (Contracts, Ok(CONTRACTS)),
    (Needs, Ok(NEEDS)),
    (Pricing, Ok(PRICING)),
    (Plan, Err("No plan was written for an account of this size; the next 90 days are all there is.")),
    (Health, Ok(HEALTH)),
    (Competitors, Ok(COMPETITORS)),
    (Access, Err("Nothing beyond what everybody has: their portal is open to all of our sales staff.")),
    (NextNinetyDays, Ok(NEXT)),
];

/// A handover under way.
struct Handing<'a> {
    story: &'a Story<'a>,
    id: HandoverId,
    version: i32,
}

impl Handing<'_> {
    fn target(&mut self) -> Target {
        self.version += 1;
        Target { handover: self.id, expected_version: self.version - 1, idempotency: None }
    }

    /// Some minutes later Jonas writes a part.
    async fn write(&mut self, part: PackPart, text: Result<&str, &str>) -> Told<()> {
        self.story.live(25).await?;
        let written = WritePart {
            part,
            body: text.unwrap_or_default().to_owned(),
            nothing: text.err().map(str::to_owned),
            must_knows: MUST_KNOWS.iter().filter(|_| part == Summary).map(|it| (*it).to_owned()).collect(),
        };
        let target = self.target();
        self.story.services.handovers().write(self.story.viewer(JONAS)?, &target, &written).await?;
        Ok(())
    }

    /// Jonas gives the pack to its receiver.
    async fn submit(&mut self) -> Told<()> {
        let target = self.target();
        self.story.services.handovers().submit(self.story.viewer(JONAS)?, &target).await?;
        Ok(())
    }
}

/// Tells of the handover up to where its receiver has to answer.
pub(super) async fn tell(story: &Story<'_>, accounts: &Accounts) -> Told<()> {
    story.live_until(TimeDelta::hours(70)).await?;
    let command = InitiateHandover {
        account: accounts.id("NORDWERK")?,
        seat: Seat::Sales,
        receiver: story.id(SALES)?,
        reason: "Jonas builds up the new accounts in the Americas from next quarter on".to_owned(),
        exception_reason: None,
        emergency: false,
        idempotency: None,
    };
    let begun = story.services.handovers().initiate(story.viewer(DIRECTOR)?, &command).await?;
    let mut handing = Handing { story, id: HandoverId(begun.id), version: 1 };
    for (part, text) in PARTS {
        handing.write(part, text).await?;
    }
    handing.submit().await?;
    story.live_until(TimeDelta::hours(40)).await?;
    let missing =
        Answer::Return("Which index does the price clause follow, and from what change on?".to_owned());
    let target = handing.target();
    story.services.handovers().answer(story.viewer(SALES)?, &target, &missing).await?;
    story.live_until(TimeDelta::hours(20)).await?;
    handing.write(Pricing, Ok(PRICE_CLAUSE)).await?;
    handing.submit().await
}
