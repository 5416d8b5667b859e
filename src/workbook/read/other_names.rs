//! Names that are not those of the ids beside them.

use super::Reader;
use super::names_beside::NameBeside;
use super::people::Managers;
use super::text::fold;
use crate::book::Findings;
use crate::say;

impl Reader<'_> {
    /// Names that are not those of the ids beside them: a fault where it is another's, else a warning.
    pub(super) fn names_beside(&mut self, managers: &Managers) {
        let mut findings = Findings::default();
        for NameBeside { id, name, place, count } in std::mem::take(&mut self.beside) {
            let Some(person) = managers.who(&id).map(|at| &managers.list[at]) else { continue };
            let own = [&person.id, &person.name].into_iter().any(|own| fold(own) == fold(&name));
            if own || fold(&name).is_empty() || person.id == person.name {
                continue;
            }
            let (id, own) = (&person.id, &person.name);
            if let Some(other) = managers.who(&name).map(|at| &managers.list[at].id) {
                let problem = say!(Read::NameOfAnother { id, name: own, other });
                findings.fault(place, name, problem, say!(Read::CorrectIdOrName));
            } else {
                let problem = if count > 1 {
                    say!(Read::OtherNames { id, name: own, count })
                } else {
                    say!(Read::OtherName { id, name: own })
                };
                findings.warn(place, name, problem, say!(Read::CheckWhoIsMeant));
            }
        }
        self.findings.absorb(findings);
    }
}
