//! The letter about the damaged parts: in English first, which the customer sent back, then in the customer's language, accepted;
//! one promise is kept, one is due tomorrow, the others have time.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use entity::{
    commitment::{CommitmentState, Model as Commitment},
    id::{IncidentId, LetterId, UserId},
    letter::LetterLanguage,
};

use super::{Problem, Story, Told, letter_text};
use crate::{
    demo::cast::{EXECUTIVE, MARTA, PRIYA, SALES, ZHANG},
    domain::letter::{Answer, DraftLetter, KeepPromise, SendLetter, Target, Word},
};

/// The zone of the customer's days.
const ZONE: chrono_tz::Tz = chrono_tz::Asia::Shanghai;

/// To whom it is sent.
const ADDRESS: &str = "赵凯先生 <zhao.kai@yuanhang.example>";

/// A letter in the making.
struct Letter<'a> {
    story: &'a Story<'a>,
    id: LetterId,
    version: i32,
}

impl Letter<'_> {
    fn target(&mut self) -> Target {
        self.version += 1;
        Target { letter: self.id, expected_version: self.version - 1, idempotency: None }
    }

    /// Complete, signed and sent, with an hour between one and the next.
    async fn send(&mut self) -> Told<()> {
        let letters = self.story.services.letters();
        self.story.live(60).await?;
        letters.submit(self.story.viewer(MARTA)?, &self.target()).await?;
        self.story.live(60).await?;
        letters.sign(self.story.viewer(EXECUTIVE)?, &self.target()).await?;
        self.story.live(60).await?;
        let command = SendLetter { target: self.target(), sent_to: ADDRESS.to_owned() };
        letters.send(self.story.viewer(SALES)?, &command).await?;
        Ok(())
    }

    /// The customer says what they think of it.
    async fn answer(&mut self, return_note: Option<&str>) -> Told<()> {
        let command = Answer {
            target: self.target(),
            by: letter_text::VERIFIER.to_owned(),
            return_note: return_note.map(str::to_owned),
        };
        self.story.services.letters().answer(self.story.viewer(SALES)?, &command).await?;
        Ok(())
    }
}

/// Tells of the letter about that incident, which is resolved.
pub(super) async fn tell(story: &Story<'_>, incident: IncidentId) -> Told<()> {
    let letters = story.services.letters();
    story.live(3 * 60).await?;
    let facts = Facts::of(story)?;
    let command = DraftLetter {
        incident,
        language: LetterLanguage::English,
        text: letter_text::english(&facts),
        idempotency: None,
    };
    let drafted = letters.draft(story.viewer(SALES)?, &command).await?;
    let mut letter = Letter { story, id: LetterId(drafted.id), version: 1 };
    letter.send().await?;
    story.live(20 * 60).await?;
    letter.answer(Some("内容同意。请提供中文版，我们需要提交董事会。")).await?;
    story.live(3 * 60).await?;
    let (target, text) = (letter.target(), letter_text::chinese(&facts));
    letters.revise(story.viewer(SALES)?, &target, LetterLanguage::Chinese, &text).await?;
    letter.send().await?;
    story.live(10 * 60).await?;
    letter.answer(None).await?;
    keep_one(story, letter.id).await
}

/// The first promise is kept, and the customer has seen that it was.
async fn keep_one(story: &Story<'_>, letter: LetterId) -> Told<()> {
    let letters = story.services.letters();
    let delivery = story.viewer(MARTA)?;
    let promises = letters.promises_of(delivery, &[letter]).await?.remove(&letter).unwrap_or_default();
    let first: &Commitment = promises.first().ok_or("the letter promises nothing")?;
    let kept = "补发的十一箱备件已按新流程发出，照片随发货单提交；贵方收货检查无一破损。";
    for (minutes, word) in [
        (10 * 60, Word::Outcome(CommitmentState::Kept, kept.to_owned())),
        (2 * 60, Word::Verified(letter_text::VERIFIER.to_owned())),
    ] {
        story.live(minutes).await?;
        let expected_version = first.version + i32::from(matches!(word, Word::Verified(_)));
        let command = KeepPromise { commitment: first.id, expected_version, word, idempotency: None };
        letters.keep(delivery, &command).await?;
    }
    Ok(())
}

/// Whom and which days the letter names.
pub(super) struct Facts {
    pub(super) sales: UserId,
    pub(super) technical: UserId,
    pub(super) delivery: UserId,
    pub(super) approver: UserId,
    /// When the parts were replaced.
    pub(super) replaced: DateTime<Utc>,
    /// The customer's day when the story ends.
    pub(super) today: NaiveDate,
}

impl Facts {
    fn of(story: &Story<'_>) -> Result<Self, Problem> {
        Ok(Self {
            sales: story.id(SALES)?,
            technical: story.id(ZHANG)?,
            delivery: story.id(MARTA)?,
            approver: story.id(PRIYA)?,
            replaced: story.clock.now() - TimeDelta::hours(3),
            today: story.end.with_timezone(&ZONE).date_naive(),
        })
    }

    /// The day so many days after the end of the story.
    pub(super) fn in_days(&self, days: u64) -> NaiveDate {
        self.today + Days::new(days)
    }
}
