//! The guide: what to do, what the colours mean, what each sheet is for.

use super::{Builder, TOP};
use crate::book::{guide_sheets, settings_sheet};
use crate::lang::Words;
use crate::policy::TableUse;
use crate::report::sheet::{Block, Cell, Column, Rows, Sheet, Tone, Unit};
use crate::words;

impl Builder<'_> {
    /// The guide sheet.
    pub(super) fn guide(&mut self) {
        let label = &guide_sheets()[0];
        let mut top = TOP;
        let mut blocks = Vec::new();
        let parts = [
            (words!("步骤", "Steps"), self.steps()),
            (words!("颜色", "Colours"), self.colours()),
            (words!("工作表", "Sheets"), self.purposes()),
        ];
        for (heading, rows) in parts {
            let length = u32::try_from(rows.len()).unwrap_or(0);
            let column =
                |label: Words, unit, width| Column { label: self.say(&label), unit, width, ..Column::default() };
            blocks.push(Block {
                top,
                left: 0,
                columns: vec![column(heading.clone(), Unit::Text, 20), column(words!("内容", "What"), Unit::Prose, 96)],
                heading: Some(self.say(&heading)),
                rows: Rows::ready(rows),
                total: false,
            });
            top += Block::HEADER_ROWS + length + 1;
        }
        let subtitle = words!(
            "本表不含数据，程序不读；可以删除",
            "this sheet holds no data and the program does not read it; it may be deleted"
        );
        self.sheets.push(Sheet {
            name: self.say(label),
            title: self.title(label),
            subtitle: self.say(&subtitle),
            blocks,
            frozen_columns: 0,
            charts: Vec::new(),
        });
    }

    fn steps(&self) -> Vec<Vec<Cell>> {
        let settings = self.say(&settings_sheet());
        let steps = [
            words!(
                "在“{settings}”表填写黄色格，先写年度。",
                "Fill in the yellow cells of the sheet {settings}, the year first."
            ),
            words!(
                "在各表填写人员、任务和明细。标题上停住鼠标，可见该列的含义、单位、条款和默认值；有下拉列表的格点箭头选取。",
                "Fill in people, tasks and lines on the other sheets. Point at a heading to read what the column means, its unit, clause and default; cells with a list have an arrow."
            ),
            words!(
                "备好的行可以改工号、删行、加行。不用的行整行删除；空行不读。",
                "In rows that are prepared, ids may be changed, rows deleted or added. Delete whole rows that are not needed; blank rows are not read."
            ),
            words!(
                "保存并关闭，把文件拖到 bonus 程序上；或运行：bonus compute 文件名。结果写在同一文件夹。",
                "Save and close, and drop the file on the program bonus; or run: bonus compute FILE. The results stand in the same folder."
            ),
            words!(
                "若有错误：bonus check 文件名 --mark 标注.xlsx 写出一份副本，错误的格涂色并附批注。",
                "If there are faults: bonus check FILE --mark marked.xlsx writes a copy with each faulty cell coloured and a note on it."
            ),
            words!(
                "发放以后：bonus next 文件名 -o 下期.xlsx 备好下一期的表。",
                "After paying: bonus next FILE -o next.xlsx prepares the next period's workbook."
            ),
        ];
        (1..)
            .zip(steps)
            .map(|(number, step)| vec![Cell::text(format!("{number}")), Cell::text(self.say(&step))])
            .collect()
    }

    fn colours(&self) -> Vec<Vec<Cell>> {
        let row = |tone, name: Words, what: Words| {
            vec![Cell::text(self.say(&name)).with_tone(tone), Cell::text(self.say(&what))]
        };
        vec![
            row(
                Tone::Notice,
                words!("黄色", "yellow"),
                words!(
                    "必须填写，填好后颜色消失；有批注的黄色格须确认",
                    "must be filled in, and loses its colour then; a yellow cell with a note must be confirmed"
                ),
            ),
            row(
                Tone::Input,
                words!("蓝色", "blue"),
                words!(
                    "bonus next 按上期计算结果填入的已发放金额，请与实际发放核对",
                    "amounts paid, filled in by bonus next from the last results; compare them with what was really paid"
                ),
            ),
            row(Tone::Plain, words!("白色", "white"), words!("可填，或可空", "may be filled in, or stay blank")),
            row(
                Tone::Good,
                words!("绿色", "green"),
                words!(
                    "“示例”表中的例子，不是数据；其中数字只示写法，不是规定",
                    "an example on the sheet Examples, no data; its figures show how to write, they prescribe nothing"
                ),
            ),
        ]
    }

    fn purposes(&self) -> Vec<Vec<Cell>> {
        let policy = self.policy;
        let mut rows =
            vec![vec![
                Cell::text(self.say(&settings_sheet())),
                Cell::text(self.say(&words!(
                    "年度、截至哪一期、各项设置",
                    "the year, the period to compute through, all settings"
                ))),
            ]];
        let text = |label: &Words, what: String| vec![Cell::text(self.say(label)), Cell::text(what)];
        for table in policy.tables.iter().filter(|table| !table.built_in) {
            let what = if table.rows.is_empty() {
                words!("办法用到的表，必须填写", "a table of the policy that must be filled in")
            } else {
                words!("办法自带此表，可不填", "the policy has its own; may stay empty")
            };
            rows.push(text(&table.label, self.say(&what)));
        }
        for sheet in &policy.sheets {
            rows.push(text(&sheet.label, self.purpose(sheet)));
        }
        for table in policy.tables.iter().filter(|t| t.built_in && t.usage == TableUse::Keys) {
            let keys: Vec<&str> = table.keys.iter().map(|(_, label)| label.get(self.lang)).collect();
            let (label, keys) = (self.say(&table.label), keys.join(" / "));
            rows.push(vec![
                Cell::text(label),
                Cell::text(self.say(&words!("（列表中可选）{keys}", "(to choose from) {keys}"))),
            ]);
        }
        rows
    }
}
