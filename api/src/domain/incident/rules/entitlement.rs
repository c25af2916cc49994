//! Which tiers may use the red channel for which severities (domain page, section 5).

use entity::{account::Tier, incident::Severity};

/// What a tier is entitled to for a severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entitlement {
    /// The channel opens without more ado.
    Granted,
    /// The tier's own rule asks a director or an executive.
    OnApproval,
    /// Only a director or an executive can open it all the same.
    Missing,
}

/// How far down a tier's entitlement goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// From SEV1 through this severity.
    Through(Severity),
    /// From SEV1 through this severity, each time on approval.
    OnApproval(Severity),
}

/// The entitlements of the tiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entitlements {
    /// Strategic accounts.
    pub s: Reach,
    /// Major accounts.
    pub a: Reach,
    /// Important accounts.
    pub b: Reach,
    /// Standard accounts.
    pub c: Reach,
}

impl Default for Entitlements {
    fn default() -> Self {
        Self {
            s: Reach::Through(Severity::Sev3),
            a: Reach::Through(Severity::Sev3),
            b: Reach::Through(Severity::Sev2),
            c: Reach::OnApproval(Severity::Sev1),
        }
    }
}

impl Entitlements {
    /// What a tier is entitled to for a severity. An unrated account is entitled to nothing.
    pub fn of(&self, tier: Option<Tier>, severity: Severity) -> Entitlement {
        let reach = match tier {
            None => return Entitlement::Missing,
            Some(Tier::S) => self.s,
            Some(Tier::A) => self.a,
            Some(Tier::B) => self.b,
            Some(Tier::C) => self.c,
        };
        match reach {
            Reach::Through(last) if severity <= last => Entitlement::Granted,
            Reach::OnApproval(last) if severity <= last => Entitlement::OnApproval,
            _ => Entitlement::Missing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Entitlement::*, *};

    #[test]
    fn the_table_of_entitlements() {
        let table = [
            (Some(Tier::S), [Granted, Granted, Granted]),
            (Some(Tier::A), [Granted, Granted, Granted]),
            (Some(Tier::B), [Granted, Granted, Missing]),
            (Some(Tier::C), [OnApproval, Missing, Missing]),
            (None, [Missing, Missing, Missing]),
        ];
        for (tier, expected) in table {
            for (severity, expected) in
                [Severity::Sev1, Severity::Sev2, Severity::Sev3].into_iter().zip(expected)
            {
                assert_eq!(Entitlements::default().of(tier, severity), expected, "{tier:?} {severity:?}");
            }
        }
    }
}
