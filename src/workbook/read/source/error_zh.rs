//! The same faults in Chinese, for the finance clerk.

use super::address::Address;
use super::error::{Measure, SourceError, mib};

impl SourceError {
    /// The fault and its remedy in one Chinese sentence.
    #[must_use]
    pub fn message_zh(&self) -> String {
        match self {
            Self::NotFound => "文件不存在：请检查文件名和所在文件夹。".to_owned(),
            Self::NotAFile => "这不是文件，而是文件夹或设备：请给出表格文件的名称。".to_owned(),
            Self::Io(error) => format!("无法读取文件（{error}）：请确认文件没有被其他程序占用，并且您有读取权限。"),
            Self::FileTooLarge { bytes, limit } => {
                format!(
                    "文件有 {} MiB，最多只能读取 {} MiB：请拆分工作簿，或删除其中的图片。",
                    mib(*bytes),
                    mib(*limit)
                )
            }
            Self::NotASpreadsheet(found) => {
                format!("这不是电子表格，而是{}：{}", found.chinese(), found.remedy_chinese())
            }
            Self::Password => "工作簿设有密码：请在 Excel 中取消密码后保存，再重试。".to_owned(),
            Self::Damaged { detail } => format!("文件已损坏或不完整（{detail}）：请用 Excel 打开并修复，保存后再试。"),
            Self::DuplicatePart { part } => format!("文件内的“{part}”出现了两次：请用 Excel 打开后重新保存。"),
            Self::BadPartName { part } => {
                format!("文件内含有名称不允许的部分“{part}”：请勿信任此文件，请对方用 Excel 重新保存。")
            }
            Self::Doctype { part } => {
                format!(
                    "文件内的“{part}”含有 DOCTYPE，正常的表格软件不会写出这种内容：请勿信任此文件，请对方用 Excel 重新保存。"
                )
            }
            Self::Encoding { part } => format!("文件内的“{part}”不是 UTF-8 编码：请用 Excel 打开后重新保存。"),
            Self::Unfaithful { part, detail } => {
                format!("文件内的“{part}”写法特殊，无法保证读得正确（{detail}）：请用 Excel 打开，另存为 .xlsx。")
            }
            Self::TooMuch { part, what, limit } => {
                format!(
                    "文件内的“{part}”超出上限（{}不得超过 {limit}）：请在 Excel 中删除多余的行、工作表和格式后保存。",
                    what.chinese()
                )
            }
            Self::NoWorksheets => "工作簿中没有工作表：请用 Excel 另存为 .xlsx。".to_owned(),
            Self::SheetTwice { sheet } => format!("工作簿中有两个工作表都叫“{sheet}”：请给其中一个改名。"),
            Self::NotAWorksheet { sheet } => format!("“{sheet}”是图表或宏表，没有单元格：请把表格放在普通工作表中。"),
            Self::SheetTooLarge { sheet, what, limit, after } => format!(
                "工作表“{sheet}”{}超出上限（{}不得超过 {limit}）：请删除多余的行和列，或拆分工作簿。",
                after_zh(*after),
                what.chinese()
            ),
            Self::OutsideLimits { sheet, after } => {
                format!("工作表“{sheet}”{}有单元格超出 Excel 的行列范围：请用 Excel 打开后重新保存。", after_zh(*after))
            }
            Self::CellTwice { sheet, cell } => {
                format!("工作表“{sheet}”中单元格 {cell} 出现了两次：请用 Excel 打开，核对该单元格后重新保存。")
            }
            Self::OutOfOrder { sheet, cell, after } => {
                format!("工作表“{sheet}”中单元格 {cell} 排在 {after} 之后，顺序错误：请用 Excel 打开后重新保存。")
            }
            Self::Broken { sheet, after, detail } => {
                format!("工作表“{sheet}”{}无法读取（{detail}）：请用 Excel 打开并修复，保存后再试。", after_zh(*after))
            }
            Self::Panicked { sheet, after } => {
                let place =
                    sheet.as_ref().map_or_else(String::new, |sheet| format!("（工作表“{sheet}”{}）", after_zh(*after)));
                format!("文件损坏，程序无法读取{place}：请用 Excel 打开并修复，另存为 .xlsx。")
            }
        }
    }
}

impl Measure {
    fn chinese(self) -> &'static str {
        match self {
            Self::Bytes => "解压后的字节数",
            Self::Parts => "部件数",
            Self::BytesInARow => "单段内容的字节数",
            Self::Texts => "不同文本的数量",
            Self::Styles => "单元格样式数",
            Self::Sheets => "工作表数",
            Self::Cells => "单元格数",
            Self::TextBytes => "文本字节数",
            Self::FormulaBytes => "公式字节数",
        }
    }
}

fn after_zh(after: Option<Address>) -> String {
    after.map_or_else(String::new, |cell| format!("在 {cell} 之后"))
}
