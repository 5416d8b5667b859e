//! What can go wrong while a file is written, each as one sentence with its remedy.
//!
//! `Display` is English, [`WriteError::message_zh`] Chinese. Faults of the contents name the sheet
//! and the cell; for those of the target see `file_error`. Nothing here decides an exit status.

use std::fmt;
use std::path::PathBuf;

use rust_decimal::Decimal;
use rust_xlsxwriter::XlsxError;
use rust_xlsxwriter::utility::row_col_to_cell;

use super::file_error::FileError;
pub use crate::policy::NameFault;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A sheet name that Excel refuses or repairs.
    #[error("the sheet name `{name}` {}; give the sheet another name", fault.english())]
    SheetName {
        /// The name.
        name: String,
        /// The rule that it breaks.
        fault: NameFault,
    },
    /// The name of a key figure that Excel refuses.
    #[error("`{name}` cannot be a name in Excel: {why}; use letters, digits and `_` only")]
    DefinedName {
        /// The name.
        name: String,
        /// The reason.
        why: String,
    },
    /// A number that Excel cannot hold without changing it.
    #[error("{place}: {value} has more digits than Excel can hold; round it in its rule")]
    Number {
        /// Where it stands.
        place: Place,
        /// The number.
        value: Decimal,
    },
    /// A date before Excel's calendar begins.
    #[error("{place}: Excel has no date before 1900-03-01, such as {date}; correct the date")]
    Date {
        /// Where it stands.
        place: Place,
        /// The date.
        date: jiff::civil::Date,
    },
    /// A text beyond Excel's limit.
    #[error("{place}: a text of {length} characters is over Excel's limit of 32,767; shorten it")]
    TextTooLong {
        /// Where it stands.
        place: Place,
        /// Its length as Excel counts it.
        length: usize,
    },
    /// A formula that Excel would refuse to load.
    #[error("{place}: {}; split the rule in two", fault.english())]
    Formula {
        /// Where it stands.
        place: Place,
        /// What is too long.
        fault: FormulaFault,
    },
    /// A table that does not fit on a sheet, or not beside the others.
    #[error("{place}: {}; this is a fault of the program, please report it", fault.english())]
    Layout {
        /// The table's first cell.
        place: Place,
        /// What is wrong.
        fault: LayoutFault,
    },
    /// The library that makes the workbook refused.
    #[error("the workbook could not be built: {0}; please report this")]
    Library(#[source] XlsxError),
    /// The library that makes the workbook gave up, as it does when its temporary file cannot be written.
    #[error(
        "the workbook could not be built, most likely because the temporary folder {} is full: free some space there \
         (or name another folder in TMPDIR) and run again",
        folder.display()
    )]
    Panicked {
        /// Where the temporary file was.
        folder: PathBuf,
    },
    /// A CSV could not be made.
    #[error("the CSV could not be built: {0}; please report this")]
    Csv(#[from] csv::Error),
    /// The target could not be written.
    #[error(transparent)]
    File(#[from] FileError),
}

/// A cell of a sheet, for messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The sheet.
    pub sheet: String,
    /// 0-based row.
    pub row: u32,
    /// 0-based column.
    pub column: u16,
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}!{}", self.sheet, row_col_to_cell(self.row, self.column))
    }
}

/// What of a formula is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormulaFault {
    /// More than 8,192 characters.
    Length,
    /// A text in quotes of more than 255 characters.
    Literal,
}

/// What is wrong with the place of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutFault {
    /// It begins on the rows of the sheet's title.
    OverTitle,
    /// It shares cells with another table.
    Overlap,
    /// It ends below the last row or right of the last column of Excel.
    OffSheet,
    /// A row has more cells than the table has columns.
    TooManyCells,
    /// The workbook has no sheet.
    NoSheet,
}

macro_rules! bilingual {
    ($kind:ty { $($case:ident => $en:literal, $zh:literal;)* }) => {
        impl $kind {
            fn english(self) -> &'static str {
                match self { $(Self::$case => $en,)* }
            }

            fn chinese(self) -> &'static str {
                match self { $(Self::$case => $zh,)* }
            }
        }
    };
}

bilingual!(NameFault {
    Blank => "is blank", "是空的";
    TooLong => "has more than 31 characters", "超过31个字符";
    Character => "has one of the characters [ ] : * ? / \\ or a control character",
        "含有 [ ] : * ? / \\ 或控制字符";
    Apostrophe => "begins or ends with an apostrophe", "以单引号开头或结尾";
    Reserved => "is one that Excel keeps for itself", "是Excel保留的名称";
    Repeated => "is there twice (Excel ignores case)", "重复（Excel不分大小写）";
});

bilingual!(FormulaFault {
    Length => "the formula is over Excel's limit of 8,192 characters",
        "公式超过Excel的8192个字符的上限";
    Literal => "a text in the formula is over Excel's limit of 255 characters",
        "公式中的一段文字超过Excel的255个字符的上限";
});

bilingual!(LayoutFault {
    OverTitle => "a table begins on the rows of the title", "表格压住了标题行";
    Overlap => "two tables share cells", "两张表格重叠";
    OffSheet => "a table does not fit on an Excel sheet (1,048,576 rows, 16,384 columns)",
        "表格超出Excel工作表的范围（1048576行、16384列）";
    TooManyCells => "a row has more cells than the table has columns", "某行的单元格多于表格的列";
    NoSheet => "the workbook has no sheet", "工作簿没有工作表";
});

impl From<XlsxError> for WriteError {
    /// Long sheets go through a temporary file, which may meet what any file meets.
    fn from(error: XlsxError) -> Self {
        let (path, source) = match error {
            XlsxError::TempFileError(path, source) => (path, source),
            XlsxError::IoError(source) => (std::env::temp_dir(), source),
            other => return Self::Library(other),
        };
        FileError::of(path, source).into()
    }
}

impl WriteError {
    /// The temporary folder took no more.
    pub(super) fn no_room() -> Self {
        Self::Panicked { folder: std::env::temp_dir() }
    }

    /// In every language.
    #[must_use]
    pub fn words(&self) -> crate::lang::Words {
        crate::lang::Words::new(self.message_zh(), self.to_string())
    }

    /// The same message in Chinese.
    #[must_use]
    pub fn message_zh(&self) -> String {
        match self {
            Self::SheetName { name, fault } => {
                format!("工作表名称“{name}”{}；请换一个名称", fault.chinese())
            }
            Self::DefinedName { name, why } => {
                format!("“{name}”不能作为Excel的名称（{why}）；请只用文字、数字和下划线")
            }
            Self::Number { place, value } => {
                format!("{place}：{value} 的位数超过Excel所能保存的；请在规则中舍入")
            }
            Self::Date { place, date } => {
                format!("{place}：Excel没有1900-03-01以前的日期（{date}）；请更正日期")
            }
            Self::TextTooLong { place, length } => {
                format!("{place}：文字有{length}个字符，超过Excel的上限32767；请缩短")
            }
            Self::Formula { place, fault } => {
                format!("{place}：{}；请把规则拆成两条", fault.chinese())
            }
            Self::Layout { place, fault } => {
                format!("{place}：{}；这是程序的错误，请报告", fault.chinese())
            }
            Self::Library(error) => format!("无法生成工作簿：{error}；请报告此问题"),
            Self::Panicked { folder } => {
                let folder = folder.display();
                format!("无法生成工作簿，多半是临时文件夹 {folder} 已满；请清理（或用 TMPDIR 指定别处）后重新运行")
            }
            Self::Csv(error) => format!("无法生成CSV：{error}；请报告此问题"),
            Self::File(error) => error.message_zh(),
        }
    }
}
