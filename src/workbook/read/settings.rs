//! Settings: the command line before the workbook before the policy; the year and the through period.

use super::periods::Periods;
use super::preface::{PrefaceRow, VERSION};
use super::source::RawCell;
use super::text::fold;
use super::{Reader, Request, missing, range, typed};
use crate::book::{Given, Origin, Period, Place};
use crate::formula::{Value, closest};
use crate::lang::Words;
use crate::policy::{PeriodKind, Setting, Unit};
use crate::words;

/// Keys of the settings sheet that are no settings of the policy.
fn own_keys() -> Vec<String> {
    ["政策", "Policy", "年度", "Year", "截至季度", "Through"].iter().chain(&VERSION).map(|name| fold(name)).collect()
}

/// Whether a name means the version of the policy.
#[must_use]
pub fn is_version(name: &str) -> bool {
    VERSION.iter().any(|known| fold(known) == fold(name))
}

/// A year as people write it.
pub(super) fn year_of(text: &str) -> Option<i16> {
    let text = fold(text);
    text.trim_end_matches(['年', '度']).parse().ok().filter(|year| (1990..=2199).contains(year))
}

fn through_names() -> Vec<String> {
    ["截至季度", "截至月份", "截至", "Through"].map(fold).to_vec()
}

impl Reader<'_> {
    /// All settings of the policy, by slot. `through` and `year` are filled in later.
    pub(super) fn settings(&mut self, request: &Request) -> Vec<Given> {
        self.findings.faults.extend(self.preface.faults.iter().cloned());
        self.findings.warnings.extend(self.preface.warnings.iter().cloned());
        self.no_sheet(request);
        for names in [&["政策", "Policy"][..], &VERSION] {
            let names: Vec<String> = names.iter().map(|name| fold(name)).collect();
            let rows: Vec<PrefaceRow> = self.preface.named(&names).cloned().collect();
            self.once(&rows);
        }
        self.unknown_keys();
        let policy = self.policy;
        let mut settings = Vec::new();
        for (index, setting) in policy.settings.iter().enumerate() {
            if index <= crate::policy::builtin::YEAR {
                settings.push(Given { value: Value::Blank, origin: Origin::Policy });
                continue;
            }
            settings.push(self.setting(setting, request));
        }
        // The version was looked at when the policy was chosen.
        for (name, _) in request.set.iter().filter(|(name, _)| !is_version(name)) {
            if !policy.settings.iter().skip(2).any(|s| names_of(s).contains(&fold(name))) {
                let settings = policy.settings.iter().skip(2);
                let known = settings.flat_map(|s| [s.name.as_str(), s.label.zh.as_str(), s.label.en.as_str()]);
                let id = &policy.id;
                let mend = closest(name, known).map_or_else(
                    || words!("全部设置见 bonus policy show {id}", "`bonus policy show {id}` lists all settings"),
                    |near| words!("是否指“{near}”？", "did you mean `{near}`?"),
                );
                let problem = words!("--set：没有这个设置", "--set: there is no such setting");
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
                let Words { zh, en } = &fault.problem;
                let problem = Words::new(format!("--set {name}：{zh}"), format!("--set {name}: {en}"));
                let correct = words!("改正 --set {name}", "correct --set {name}");
                let mend = if fault.mend == typed::correct_it() { correct } else { fault.mend };
                self.findings.misused(fault.found, problem, mend);
            }
            return Given { value: value.unwrap_or_default(), origin: Origin::CommandLine };
        }
        let rows: Vec<PrefaceRow> = self.preface.named(&names).cloned().collect();
        self.once(&rows);
        let Some(row) = rows.iter().find(|row| row.value.is_some()) else {
            if let Some(default) = setting.default {
                return Given { value: default, origin: Origin::Policy };
            }
            // Where there is no sheet for it, one fault says so.
            let listed = rows.first().map(|row| row.place.clone());
            let mend = if listed.is_some() {
                words!("在这一格填写该值", "write the figure into this cell")
            } else {
                let (zh, en) = (&setting.label.zh, &setting.label.en);
                words!(
                    "在“政策”表增加一行：参数“{zh}”，取值为该值",
                    "add a row to the Policy sheet: Key `{en}`, Value the figure"
                )
            };
            let place = listed.or_else(|| self.preface.free.clone());
            let Some(place) = place else { return Given { value: Value::Blank, origin: Origin::Policy } };
            let (zh, en) = (&setting.label.zh, &setting.label.en);
            let clause = &setting.clause;
            self.findings.fault(
                place,
                "",
                words!(
                    "缺少“{zh}”（{clause}），办法原文没有给出",
                    "{en} ({clause}) is missing, and the policy's text does not give it"
                ),
                mend,
            );
            return Given { value: Value::Blank, origin: Origin::Policy };
        };
        let Some(cell) = &row.value else { return Given { value: Value::Blank, origin: Origin::Policy } };
        let value = self.setting_value(setting, cell, &row.place).unwrap_or_default();
        Given { value, origin: Origin::Workbook(row.place.clone()) }
    }

    /// A workbook without the settings sheet: what must stand there.
    fn no_sheet(&mut self, request: &Request) {
        if self.preface.free.is_some() {
            return;
        }
        let given = |s: &Setting| request.set.iter().any(|(name, _)| names_of(s).contains(&fold(name)));
        let needed = |s: &&Setting| s.default.is_none() && !s.optional && !given(s);
        let settings: Vec<&Setting> = self.policy.settings.iter().skip(2).filter(needed).collect();
        let list = |first: &str, text: fn(&Words) -> &str, comma: &str| {
            let labels = settings.iter().map(|setting| text(&setting.label));
            std::iter::once(first).chain(labels).collect::<Vec<_>>().join(comma)
        };
        let (zh, en) = (list("年度", |words| &words.zh, "、"), list("Year", |words| &words.en, ", "));
        self.findings.fault(
            Place::cell("政策", 1, 0),
            "",
            words!("缺少工作表“政策”（Policy）", "the sheet 政策 / Policy is missing"),
            words!(
                "增加名为“政策”的工作表，两列为“参数”“取值”，至少写明：{zh}",
                "add a sheet called Policy with the columns Key and Value, and at least: {en}"
            ),
        );
    }

    /// One key twice is a fault: which of the two was meant?
    fn once(&mut self, rows: &[PrefaceRow]) {
        for row in rows.iter().skip(1) {
            self.findings.fault(
                row.key_place.clone(),
                &row.key,
                words!("该参数出现两次", "this key stands twice"),
                words!("删除其中一行", "delete one of the two rows"),
            );
        }
    }

    fn setting_value(&mut self, setting: &Setting, cell: &RawCell, place: &Place) -> Option<Value> {
        let findings = &mut self.findings;
        match setting.unit {
            Unit::Truth => typed::truth(cell, place, findings).map(Value::Truth),
            Unit::Text => {
                let text = typed::text(cell, place, findings)?;
                let means = |choice: &String| {
                    let label = self.symbols.find(choice).and_then(|symbol| self.policy.label_of(symbol));
                    let folded = fold(&text);
                    fold(choice) == folded || label.is_some_and(|l| fold(&l.zh) == folded || fold(&l.en) == folded)
                };
                let choice = setting.choices.iter().find(|choice| means(choice));
                if choice.is_none() && !setting.choices.is_empty() {
                    let label = |choice: &String| self.symbols.find(choice).and_then(|s| self.policy.label_of(s));
                    let shown = |choice: &String| label(choice).cloned().unwrap_or_else(|| Words::same(choice.clone()));
                    let labels: Vec<Words> = setting.choices.iter().map(shown).collect();
                    let list =
                        |of: fn(&Words) -> &str, comma: &str| labels.iter().map(of).collect::<Vec<_>>().join(comma);
                    let (zh, en) = (list(|words| &words.zh, "、"), list(|words| &words.en, ", "));
                    let expected = words!("以下之一：{zh}", "one of: {en}");
                    typed::not_but(cell, place, expected, words!("改为其中一项", "write one of these"), findings);
                    return None;
                }
                let text = choice.map_or(text.as_str(), String::as_str);
                Some(Value::Text(self.symbols.intern(text)))
            }
            unit => {
                let number = if unit == Unit::Yuan {
                    typed::money(cell, place, findings)?
                } else {
                    typed::number(cell, unit, place, findings)?
                };
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
        known.extend(through_names());
        known.extend(self.policy.settings.iter().skip(2).flat_map(names_of));
        let unknown: Vec<PrefaceRow> =
            self.preface.rows.iter().filter(|row| !known.contains(&row.folded)).cloned().collect();
        for row in unknown {
            let near = known.iter().map(String::as_str).filter(|_| self.findings.has_hints(known.len()));
            let near = closest(&row.folded, near).map(str::to_owned);
            let mend = near.map_or_else(
                || {
                    words!(
                        "删除这一行，或改为办法中的设置名",
                        "delete the row, or use the name of a setting of the policy"
                    )
                },
                |near| words!("是否指“{near}”？", "did you mean `{near}`?"),
            );
            self.findings.fault(
                row.key_place.clone(),
                &row.key,
                words!("办法没有这个设置", "the policy has no such setting"),
                mend,
            );
        }
    }

    /// The year, a fault when missing.
    pub(super) fn year(&mut self, _settings: &[Given]) -> Option<i16> {
        let names = ["年度", "Year"].map(fold);
        let rows: Vec<PrefaceRow> = self.preface.named(&names).cloned().collect();
        self.once(&rows);
        let label = words!("年度", "Year");
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
        let year = year_of(&typed::shown(cell));
        if year.is_none() {
            typed::not(cell, &row.place, words!("年份，如 2017", "a year such as 2017"), &mut self.findings);
        }
        year
    }

    /// A setting that every workbook gives, and this one does not.
    fn no_key(&mut self, label: &Words, place: Place, example: &str) {
        let (zh, en) = (&label.zh, &label.en);
        self.findings.fault(
            place,
            "",
            words!("缺少“{zh}”", "{en} is missing"),
            words!(
                "在“政策”表增加一行：参数“{zh}”，取值如 {example}",
                "add a row to the Policy sheet: Key `{en}`, Value such as {example}"
            ),
        );
    }

    /// The through period: the command line's, the workbook's, else the latest with scores.
    pub(super) fn through(
        &mut self,
        request: &Request,
        periods: &Periods,
        managers: &super::people::Managers,
    ) -> Option<Period> {
        let kind = self.policy.period;
        if let Some(text) = &request.through {
            let found = Period::read(kind, &fold(text));
            if found.is_some() {
                return found;
            }
            // What else is wrong is looked for as if it had not been given.
            let problem = words!("--through：没有这个周期", "--through: there is no such period");
            self.findings.misused(
                text,
                problem,
                match kind {
                    PeriodKind::Quarter => words!("例如 --through Q3", "for example --through Q3"),
                    PeriodKind::Month => words!("例如 --through 3", "for example --through 3"),
                },
            );
        }
        let names = through_names();
        let rows: Vec<PrefaceRow> = self.preface.named(&names).cloned().collect();
        self.once(&rows);
        if let Some(row) = rows.iter().find(|row| row.value.is_some())
            && let Some(cell) = &row.value
        {
            return super::period(cell, kind, &row.place, &mut self.findings);
        }
        let latest = periods.latest_scored(self.policy, managers.list.len());
        // Without sheets that it needs it cannot be known, and they are faults already.
        let deciding = self.policy.sheets.iter().zip(&self.places).filter(|(sheet, _)| sheet.latest);
        let known = managers.known && deciding.into_iter().all(|(sheet, place)| sheet.optional || place.is_some());
        if latest.is_none() && known {
            let (label, example) = match kind {
                PeriodKind::Quarter => (words!("截至季度", "Through"), "Q1"),
                PeriodKind::Month => (words!("截至月份", "Through"), "1"),
            };
            match (rows.first(), self.preface.free.clone()) {
                (Some(row), _) => {
                    let (zh, en) = (&label.zh, &label.en);
                    let mend = words!(
                        "填写算到哪一期，如 {example}",
                        "write which period to compute up to, such as {example}"
                    );
                    self.findings.fault(row.place.clone(), "", words!("“{zh}”是空的", "{en} is blank"), mend);
                }
                (None, Some(place)) => self.no_key(&label, place, example),
                (None, None) => {}
            }
        }
        latest
    }

    /// Why the through period is what it is, when nobody said so.
    pub(super) fn derived_through(&self, request: &Request) -> Option<Words> {
        let said = request.through.is_some() || self.preface.named(&through_names()).any(|row| row.value.is_some());
        let latest = self.policy.sheets.iter().filter(|sheet| sheet.latest).map(|sheet| &sheet.label);
        let (zh, en): (Vec<_>, Vec<_>) = latest.map(|label| (label.zh.as_str(), label.en.as_str())).unzip();
        let (zh, en) = (zh.join("、"), en.join(", "));
        (!said).then(|| words!("“{zh}”表的最后一个周期", "the latest period of the {en} sheet"))
    }
}

fn names_of(setting: &Setting) -> Vec<String> {
    vec![fold(&setting.name), fold(&setting.label.zh), fold(&setting.label.en)]
}
