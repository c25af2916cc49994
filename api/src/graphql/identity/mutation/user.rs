//! People: entering, changing, appointing, passwords, closing and opening the door.

use async_graphql::{Context, ID, InputObject, Object};
use entity::id::{EventId, UserId};

use super::super::user::User;
use crate::{
    domain::identity::{AppointUser, ChangeUser, CreateUser, IdentityError, SetPassword},
    graphql::{
        context::{parse_id, services, viewer},
        error::{Nullable, Result},
        failure::Failure,
        payload::{Changed, idempotency, payloads},
        vocabulary::{Function, KnowledgeType, OrganisationRole},
    },
    platform::{db::Committed, secret::Secret},
};

/// A person to be entered.
#[derive(InputObject)]
pub struct UserCreateInput {
    /// Where they are reached; their name for signing in. Unique, whatever its case, accents and width. At most 254
    /// characters.
    email: String,
    /// Full name. At most 200 characters.
    name: String,
    /// Their craft.
    function: Function,
    /// Repeat the request with the same key, 1 to 255 characters, and it is done once. Kept for 24 hours.
    idempotency_key: Option<ID>,
}

/// Facts of a person to be changed. What is left out stays.
#[derive(InputObject)]
pub struct UserChangeInput {
    /// Who, `usr_...`.
    user_id: ID,
    /// The version that the change was made against.
    expected_version: i32,
    /// Where they are reached.
    email: Option<String>,
    /// Full name.
    name: Option<String>,
    /// Their craft. Seats that they hold stay, flagged where the craft no longer matches.
    function: Option<Function>,
}

/// A person's whole position in the organisation. What is left out is taken away.
#[derive(InputObject)]
pub struct UserAppointInput {
    /// Who, `usr_...`.
    user_id: ID,
    /// The version that the change was made against.
    expected_version: i32,
    /// All roles.
    roles: Vec<OrganisationRole>,
    /// All regions that they answer for, `reg_...`: at least one for a `DIRECTOR`, none for others.
    #[graphql(default)]
    region_ids: Vec<ID>,
    /// All kinds of knowledge that they may publish on any account that they can see.
    #[graphql(default)]
    topics: Vec<KnowledgeType>,
    /// Whether ladders call this person when they call the chief executive: for one `EXECUTIVE` at most.
    #[graphql(default)]
    is_chief_executive: bool,
}

/// A password to be set.
#[derive(InputObject)]
pub struct UserSetPasswordInput {
    /// Whose, `usr_...`.
    user_id: ID,
    /// The present password, if it is your own. Left out by administrators who set that of somebody else.
    old_password: Option<String>,
    /// The new one: 12 to 1,024 bytes.
    new_password: String,
}

/// A person whose door is closed.
#[derive(InputObject)]
pub struct UserDisableInput {
    /// Who, `usr_...`.
    user_id: ID,
    /// The version that the change was made against.
    expected_version: i32,
}

/// A person whose door is opened again.
#[derive(InputObject)]
pub struct UserEnableInput {
    /// Who, `usr_...`.
    user_id: ID,
    /// The version that the change was made against.
    expected_version: i32,
}

payloads! {
    /// What entering a person came to.
    UserCreatePayload {
        /// The person.
        user: User
    }
    /// What changing a person came to.
    UserChangePayload {
        /// The person after it.
        user: User
    }
    /// What appointing a person came to.
    UserAppointPayload {
        /// The person after it.
        user: User
    }
    /// What setting a password came to.
    UserSetPasswordPayload {
        /// Whose password it is.
        user: User
    }
    /// What closing the door came to.
    UserDisablePayload {
        /// The person after it.
        user: User
    }
    /// What opening the door came to.
    UserEnablePayload {
        /// The person after it.
        user: User
    }
}

/// Root fields about people.
#[derive(Default)]
pub struct UserMutation;

#[Object]
impl UserMutation {
    /// Enters a person, without a position and without a password: `userAppoint` and `userSetPassword` follow. An e-mail that
    /// somebody has is the user error `EMAIL_TAKEN`.
    ///
    /// Requires: administrator.
    /// Emits: user.created
    async fn user_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who.")] input: UserCreateInput,
    ) -> Nullable<UserCreatePayload> {
        UserCreatePayload::of(create(ctx, input).await)
    }

    /// Changes name, e-mail or function of a person. An e-mail that somebody else has is the user error `EMAIL_TAKEN`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: administrator.
    /// Emits: user.changed, unless everything was so already.
    async fn user_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and what.")] input: UserChangeInput,
    ) -> Nullable<UserChangePayload> {
        UserChangePayload::of(change(ctx, input).await)
    }

    /// States a person's whole position anew: roles, regions, topics, the mark of the chief executive. It takes effect at
    /// once, on open subscriptions too. User errors: `LAST_ADMINISTRATOR`, `CHIEF_TAKEN`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: administrator.
    /// Emits: user.appointed
    async fn user_appoint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and as what.")] input: UserAppointInput,
    ) -> Nullable<UserAppointPayload> {
        UserAppointPayload::of(appoint(ctx, input).await)
    }

    /// Sets a password and ends the person's other sessions. User error: `OLD_PASSWORD_WRONG`; guessing it is slowed down as
    /// at `sessionOpen`.
    ///
    /// Requires: the person with their old password; administrator for others.
    /// Emits: user.password_set
    async fn user_set_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose, and the passwords.")] input: UserSetPasswordInput,
    ) -> Nullable<UserSetPasswordPayload> {
        UserSetPasswordPayload::of(set_password(ctx, input).await)
    }

    /// Closes the door to a person: all their sessions and sockets end at once. Their seats stay, flagged, until they are
    /// swapped or vacated. User error: `LAST_ADMINISTRATOR`.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: administrator.
    /// Emits: user.disabled
    async fn user_disable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who.")] input: UserDisableInput,
    ) -> Nullable<UserDisablePayload> {
        UserDisablePayload::of(disable(ctx, input).await)
    }

    /// Opens the door to a person again. Earlier sessions stay ended.
    /// Of a stale version: `VERSION_CONFLICT`.
    ///
    /// Requires: administrator.
    /// Emits: user.enabled
    async fn user_enable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who.")] input: UserEnableInput,
    ) -> Nullable<UserEnablePayload> {
        UserEnablePayload::of(enable(ctx, input).await)
    }
}

type Answer = Result<Changed<User>, Failure>;

async fn create(ctx: &Context<'_>, input: UserCreateInput) -> Answer {
    let key = idempotency("userCreate", input.idempotency_key.as_ref(), &input)?;
    let command = CreateUser { email: input.email, name: input.name, function: input.function.into() };
    let outcome = services(ctx).identity().create_user(viewer(ctx), &command, key.as_ref()).await?;
    answer(ctx, UserId(outcome.id), outcome.events).await
}

async fn change(ctx: &Context<'_>, input: UserChangeInput) -> Answer {
    let command = ChangeUser {
        id: parse_id(&input.user_id)?,
        expected_version: input.expected_version,
        email: input.email,
        name: input.name,
        function: input.function.map(Into::into),
    };
    changed(ctx, services(ctx).identity().change_user(viewer(ctx), &command).await).await
}

async fn appoint(ctx: &Context<'_>, input: UserAppointInput) -> Answer {
    let command = AppointUser {
        id: parse_id(&input.user_id)?,
        expected_version: input.expected_version,
        roles: input.roles.into_iter().map(Into::into).collect(),
        regions: input.region_ids.iter().map(parse_id).collect::<Result<_>>()?,
        topics: input.topics.into_iter().map(Into::into).collect(),
        is_chief: input.is_chief_executive,
    };
    changed(ctx, services(ctx).identity().appoint_user(viewer(ctx), &command).await).await
}

async fn set_password(ctx: &Context<'_>, input: UserSetPasswordInput) -> Answer {
    let command = SetPassword {
        id: parse_id(&input.user_id)?,
        old: input.old_password.map(Secret::new),
        new: Secret::new(input.new_password),
    };
    changed(ctx, services(ctx).identity().set_password(viewer(ctx), command).await).await
}

async fn disable(ctx: &Context<'_>, input: UserDisableInput) -> Answer {
    let id = parse_id(&input.user_id)?;
    changed(ctx, services(ctx).identity().disable_user(viewer(ctx), id, input.expected_version).await).await
}

async fn enable(ctx: &Context<'_>, input: UserEnableInput) -> Answer {
    let id = parse_id(&input.user_id)?;
    changed(ctx, services(ctx).identity().enable_user(viewer(ctx), id, input.expected_version).await).await
}

async fn changed(ctx: &Context<'_>, result: Result<Committed<UserId>, IdentityError>) -> Answer {
    let committed = result?;
    answer(ctx, committed.value, committed.events).await
}

/// The person after the change, as the viewer sees them now.
async fn answer(ctx: &Context<'_>, id: UserId, events: Vec<EventId>) -> Answer {
    let user = services(ctx).identity().user(viewer(ctx), id).await?;
    Ok(Changed { entity: Some(User(user)), events })
}
