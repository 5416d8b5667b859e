//! Settings: the command line before the workbook before the policy; the year and the through period.

use super::called::is_called;
use super::known_periods::KnownPeriods;
use super::preface::{FROM_INPUT, FROM_RESULTS, POLICY, PrefaceRow, THROUGH, VERSION, YEAR, own_keys};
use super::source::RawCell;
use super::text::fold;
use super::{Reader, Request, missing, range, typed};
use crate::book::{Fault, Given, Mistake, Origin, Period, Place};
use crate::formula::{Value, closest};
use crate::lang::Words;
use crate::policy::{PeriodKind, Setting, Unit};
use crate::say;

/// Whether a name means the version of the policy.
#[must_use]
pub fn is_version(name: &str) -> bool {
    VERSION.iter().any(|known| fold(known) == fold(name))
}

impl Reader<'_> {
    /// All settings of the policy, by slot. `through` and `year` are filled in later.
    pub(super) fn settings(&mut self, request: &Request) -> Vec<Given> {
        self.findings.faults.extend(self.preface.faults.iter().cloned());
        self.findings.warnings.extend(self.preface.warnings.iter().cloned());
        self.findings.account.absorb(self.preface.account.clone());
        self.no_sheet(request);
        for names in [&POLICY[..], &VERSION, &FROM_RESULTS, &FROM_INPUT] {
            self.once(&self.preface.under(names), &say!(Read::DeleteOneRow));
        }
        self.unknown_keys();
        let policy = self.policy;
        let mut settings = Vec::new();
        for (index, setting) in policy.settings.iter().enumerate() {
            if index <= crate::policy::builtin::YEAR {
                settings.push(Given::new(Value::Blank, Origin::Policy));
                continue;
            }
            let before = self.findings.faults.len();
            let given = self.setting(setting, request);
            settings.push(Given { at_fault: self.findings.faults.len() > before, ..given });
        }
        // The version was looked at when the policy was chosen.
        for (name, _) in request.set.iter().filter(|(name, _)| !is_version(name)) {
            if !policy.settings.iter().skip(2).any(|s| names_of(s).contains(&fold(name))) {
                let settings = policy.settings.iter().skip(2);
                let known = settings.flat_map(Setting::spellings);
                let id = &policy.id;
                let mend = closest(name, known)
                    .map_or_else(|| say!(Read::SettingsListed { id }), |near| say!(Read::DidYouMean { near }));
                let problem = say!(Read::NoSuchSettingGiven);
                self.findings.misused(name, problem, mend);
            }
        }
        settings
    }

    fn setting(&mut self, setting: &Setting, request: &Request) -> Given {
        let names = names_of(setting);
        if let Some((name, text)) = request.set.iter().rev().find(|(name, _)| names.contains(&fold(name))) {
            let before = self.findings.faults.len();
            let cell = RawCell::Text(text.clone());
            let value = self.setting_value(setting, &cell, &Place::default());
            // No cell of the workbook is at fault.
            for fault in self.findings.faults.split_off(before) {
                let said = &fault.problem;
                let problem = say!(Read::SetProblem { name, said });
                let correct = say!(Read::CorrectSet { name });
                let mend = if fault.mend == typed::correct_it() { correct } else { fault.mend };
                self.findings.misused(fault.found, problem, mend);
            }
            return Given::new(value.unwrap_or_default(), Origin::CommandLine);
        }
        let (dated, rows): (Vec<_>, Vec<_>) = self.preface.named(&names).partition(|row| row.from.is_some());
        self.once(&rows, &say!(Read::DeleteOneRowOrDateBoth));
        if !dated.is_empty() {
            return self.by_date(setting, &rows, &dated);
        }
        let Some(row) = rows.iter().find(|row| row.value.is_some()) else {
            if let Some(default) = setting.default {
                return Given::new(default, Origin::Policy);
            }
            // Where there is no sheet for it, one fault says so.
            let listed = rows.first().map(|row| row.place.clone());
            let mend = if listed.is_some() {
                say!(Read::WriteFigureHere)
            } else {
                let label = &setting.label;
                say!(Read::AddSetting { label })
            };
            let place = listed.or_else(|| self.preface.free.clone());
            let Some(place) = place else { return Given::new(Value::Blank, Origin::Policy) };
            let (label, clause) = (&setting.label, &setting.clause);
            self.findings.fault(place, "", say!(Read::SettingMissing { label, clause }), mend);
            return Given::new(Value::Blank, Origin::Policy);
        };
        let Some(cell) = &row.value else { return Given::new(Value::Blank, Origin::Policy) };
        let value = self.setting_value(setting, cell, &row.place).unwrap_or_default();
        Given::new(value, Origin::Workbook(row.place.clone()))
    }

    /// A workbook without the settings sheet: what must stand there.
    fn no_sheet(&mut self, request: &Request) {
        if self.preface.free.is_some() {
            return;
        }
        let given = |s: &Setting| request.set.iter().any(|(name, _)| names_of(s).contains(&fold(name)));
        let needed = |s: &&Setting| s.default.is_none() && !s.optional && !given(s);
        let settings: Vec<&Setting> = self.policy.settings.iter().skip(2).filter(needed).collect();
        let year = say!(Read::Year);
        let settings = Words::list(std::iter::once(&year).chain(settings.iter().map(|setting| &setting.label)));
        self.findings.fault(
            Place::cell("政策", 1, 0),
            "",
            say!(Read::PolicySheetMissing),
            say!(Read::AddPolicySheet { settings }),
        );
    }

    /// One key twice is a fault: which of the two was meant?
    fn once(&mut self, rows: &[&PrefaceRow], mend: &Words) {
        for row in rows.iter().skip(1) {
            self.findings.fault(row.key_place.clone(), &row.key, say!(Read::KeyTwice), mend.clone());
        }
    }

    pub(super) fn setting_value(&mut self, setting: &Setting, cell: &RawCell, place: &Place) -> Option<Value> {
        let findings = &mut self.findings;
        match setting.unit {
            Unit::Truth => typed::truth(cell, place, findings).map(Value::Truth),
            Unit::Text => {
                let text = typed::text(cell, place, findings)?;
                let means = |choice: &String| {
                    let label = self.texts.symbols.find(choice).and_then(|symbol| self.policy.label_of(symbol));
                    fold(choice) == fold(&text) || label.is_some_and(|label| is_called(label, &text))
                };
                let choice = setting.choices.iter().find(|choice| means(choice));
                if choice.is_none() && !setting.choices.is_empty() {
                    let label = |choice: &String| self.texts.symbols.find(choice).and_then(|s| self.policy.label_of(s));
                    let shown = |choice: &String| label(choice).cloned().unwrap_or_else(|| Words::same(choice.clone()));
                    let labels: Vec<Words> = setting.choices.iter().map(shown).collect();
                    let choices = Words::list(&labels);
                    let expected = say!(Read::OneOfChoices { choices });
                    typed::not_but(cell, place, expected, say!(Read::WriteOneOfThese), findings);
                    return None;
                }
                let text = choice.map_or(text.as_str(), String::as_str);
                Some(Value::Text(self.texts.symbols.intern(text)))
            }
            unit => {
                let number = typed::figure(cell, unit, place, findings)?;
                if let Some((expected, mend)) = range(number, unit, setting.min, setting.max) {
                    typed::not_but(cell, place, expected, mend, findings);
                    return None;
                }
                Some(Value::Number(number))
            }
        }
    }

    fn unknown_keys(&mut self) {
        let mut known = own_keys();
        known.extend(self.policy.settings.iter().skip(2).flat_map(names_of));
        self.no_remarks(&known);
        for (text, place) in self.preface.above.iter().filter(|(text, _)| known.contains(&fold(text))) {
            let problem = say!(Read::DataAboveHeadings);
            self.findings.fault(place.clone(), text, problem, say!(Read::MoveBelowHeadings));
        }
        for row in self.preface.rows.iter().filter(|row| !known.contains(&row.folded)) {
            let near = known.iter().map(String::as_str).filter(|_| self.findings.has_hints(known.len()));
            let near = closest(&row.folded, near).map(str::to_owned);
            let mend = near.map_or_else(|| say!(Read::DeleteOrUseSetting), |near| say!(Read::DidYouMean { near }));
            self.findings.fault(row.key_place.clone(), &row.key, say!(Read::NoSuchSetting), mend);
        }
    }

    /// A lone text of the settings sheet is no remark where it is a setting without a value, or nearly one.
    fn no_remarks(&mut self, known: &[String]) {
        for row in &self.preface.remarks {
            let near = closest(&row.folded, known.iter().map(String::as_str));
            let exact = known.contains(&row.folded);
            if !exact && near.is_none() {
                continue;
            }
            let is_told = |warning: &Fault| warning.mistake == Mistake::Remark && warning.place == row.key_place;
            self.findings.warnings.retain(|warning| !is_told(warning));
            self.findings.account.no_data -= 1;
            self.findings.account.read += 1;
            if let (false, Some(near)) = (exact, near) {
                let mend = say!(Read::DidYouMean { near });
                self.findings.fault(row.key_place.clone(), &row.key, say!(Read::NoSuchSetting), mend);
            }
        }
    }

    /// The year, a fault when missing.
    pub(super) fn year(&mut self) -> Option<i16> {
        let rows = self.preface.under(&YEAR);
        self.once(&rows, &say!(Read::DeleteOneRow));
        let label = say!(Read::Year);
        let Some(row) = rows.first() else {
            if let Some(place) = self.preface.free.clone() {
                self.no_key(&label, place, "2017");
            }
            return None;
        };
        let Some(cell) = &row.value else {
            missing(&label, &row.place, &mut self.findings);
            return None;
        };
        let year = super::preface::year_of(&typed::shown(cell));
        if year.is_none() {
            typed::not(cell, &row.place, say!(Read::YearSuchAs), &mut self.findings);
        }
        year
    }

    /// A setting that every workbook gives, and this one does not.
    fn no_key(&mut self, label: &Words, place: Place, example: &str) {
        self.findings.fault(
            place,
            "",
            say!(Read::IsMissing { label }),
            say!(Read::AddSettingSuchAs { label, example }),
        );
    }

    /// The through period: the command line's, the workbook's, else the latest with scores.
    pub(super) fn through(
        &mut self,
        request: &Request,
        periods: &KnownPeriods,
        managers: &super::people::Managers,
    ) -> Option<Period> {
        let kind = self.policy.period;
        if let Some(text) = &request.through {
            let found = Period::read(kind, &fold(text));
            if found.is_some() {
                return found;
            }
            // What else is wrong is looked for as if it had not been given.
            let problem = say!(Read::NoSuchPeriodGiven);
            self.findings.misused(
                text,
                problem,
                match kind {
                    PeriodKind::Quarter => say!(Read::ForExampleQuarter),
                    PeriodKind::Month => say!(Read::ForExampleMonth),
                },
            );
        }
        let rows = self.preface.under(&THROUGH);
        self.once(&rows, &say!(Read::DeleteOneRow));
        if let Some(row) = rows.iter().find(|row| row.value.is_some())
            && let Some(cell) = &row.value
        {
            return super::period(cell, kind, &row.place, &mut self.findings);
        }
        let latest = periods.latest_scored(self.policy);
        // Without sheets that it needs it cannot be known, and they are faults already.
        let deciding = self.policy.sheets.iter().zip(&self.places).filter(|(sheet, _)| sheet.latest);
        let known = managers.known && deciding.into_iter().all(|(sheet, place)| sheet.optional || place.is_some());
        if latest.is_none() && known {
            let (label, example) = match kind {
                PeriodKind::Quarter => (say!(Read::ThroughQuarter), "Q1"),
                PeriodKind::Month => (say!(Read::ThroughMonth), "1"),
            };
            match (rows.first(), self.preface.free.clone()) {
                (Some(row), _) => {
                    let mend = say!(Read::WriteThrough { example });
                    self.findings.fault(row.place.clone(), "", say!(Read::IsBlank { label }), mend);
                }
                (None, Some(place)) => self.no_key(&label, place, example),
                (None, None) => {}
            }
        }
        latest
    }

    /// Why the through period is what it is, when nobody said so.
    pub(super) fn derived_through(&self, request: &Request) -> Option<Words> {
        let said = request.through.is_some() || self.preface.under(&THROUGH).iter().any(|row| row.value.is_some());
        let latest = self.policy.sheets.iter().filter(|sheet| sheet.latest).map(|sheet| &sheet.label);
        let sheets = Words::list(latest);
        (!said).then(|| say!(Read::LatestPeriodOf { sheets }))
    }
}

fn names_of(setting: &Setting) -> Vec<String> {
    setting.spellings().map(fold).collect()
}
