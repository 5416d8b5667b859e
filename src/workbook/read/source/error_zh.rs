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
            Self::Locked => "文件正在其他程序中打开：请在 Excel 中关闭后重新运行。".to_owned(),
            Self::Denied => "没有读取该文件的权限：请向文件所有者申请，或复制到自己的文件夹后再试。".to_owned(),
            Self::Io(error) => {
                format!("无法读取文件（{error}）：请确认文件没有被其他程序占用，并且您有读取权限。")
            }
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
            Self::Damaged { detail } => {
                format!("文件已损坏或不完整（{}）：请用 Excel 打开并修复，保存后再试。", detail_zh(detail))
            }
            Self::DuplicatePart { part } => {
                format!("文件内的“{part}”出现了两次：请用 Excel 打开后重新保存。")
            }
            Self::MissingPart { part } => {
                format!("文件内缺少“{part}”：请用 Excel 打开并修复，保存后再试。")
            }
            Self::MacroSheet { sheet } => {
                format!("工作表“{sheet}”是 Excel 4 宏表，不能读入：请在 Excel 中删除它，另存为 .xlsx。")
            }
            Self::BadPartName { part } => {
                format!("文件内含有名称不允许的部分“{part}”：请勿信任此文件，请对方用 Excel 重新保存。")
            }
            Self::Doctype { part } => {
                format!(
                    "文件内的“{part}”含有 DOCTYPE，正常的表格软件不会写出这种内容：请勿信任此文件，请对方用 Excel 重新保存。"
                )
            }
            Self::Encoding { part } => {
                format!("文件内的“{part}”不是 UTF-8 编码：请用 Excel 打开后重新保存。")
            }
            Self::Unfaithful { part, detail } => {
                format!(
                    "文件内的“{part}”写法特殊，无法保证读得正确（{}）：请用 Excel 打开，另存为 .xlsx。",
                    detail_zh(detail)
                )
            }
            Self::TooMuch { part, what, limit } => {
                format!(
                    "文件内的“{part}”超出上限（{}不得超过 {limit}）：请在 Excel 中删除多余的行、工作表和格式后保存。",
                    what.chinese()
                )
            }
            Self::NoWorksheets => "工作簿中没有工作表：请用 Excel 另存为 .xlsx。".to_owned(),
            Self::SheetTwice { sheet } => {
                format!("工作簿中有两个工作表都叫“{sheet}”：请给其中一个改名。")
            }
            Self::NotAWorksheet { sheet } => {
                format!("“{sheet}”是图表或宏表，没有单元格：请把表格放在普通工作表中。")
            }
            Self::SheetTooLarge { sheet, what, limit, after } => format!(
                "工作表“{sheet}”{}超出上限（{}不得超过 {limit}）：请删除多余的行和列，或拆分工作簿。",
                after_zh(*after),
                what.chinese()
            ),
            Self::OutsideLimits { sheet, after } => {
                format!("工作表“{sheet}”{}有单元格超出 Excel 的行列范围：请用 Excel 打开后重新保存。", after_zh(*after))
            }
            Self::BadCell { sheet, cell, detail } => {
                format!(
                    "工作表“{sheet}”的单元格 {cell} 无法读取（{}）：请在 Excel 中重新输入这一格后保存。",
                    detail_zh(detail)
                )
            }
            Self::CellTwice { sheet, cell } => {
                format!("工作表“{sheet}”中单元格 {cell} 出现了两次：请用 Excel 打开，核对该单元格后重新保存。")
            }
            Self::OutOfOrder { sheet, cell, after } => {
                format!("工作表“{sheet}”中单元格 {cell} 排在 {after} 之后，顺序错误：请用 Excel 打开后重新保存。")
            }
            Self::Broken { sheet, after, detail } => {
                format!(
                    "工作表“{sheet}”{}无法读取（{}）：请用 Excel 打开并修复，保存后再试。",
                    after_zh(*after),
                    detail_zh(detail)
                )
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
            Self::Merges => "合并单元格数",
            Self::Formulas => "共享公式数",
        }
    }
}

/// Our own words for what is wrong inside a file, by how they end (a part's name may stand before them).
const WORDS: [(&str, &str); 83] = [
    ("cells of an old Excel version", "单元格是旧版 Excel 的格式"),
    ("parts overlap", "内部部件重叠"),
    ("no workbook part", "缺少工作簿部件"),
    ("odd XML declaration", "XML 声明不规范"),
    ("odd XML tag", "XML 标签不规范"),
    ("XML tags do not nest", "XML 标签不配对"),
    ("XML nests too deep", "XML 嵌套过深"),
    ("XML is cut off", "XML 不完整"),
    ("a record is cut off", "记录不完整"),
    ("a record is continued too often", "记录的续段过多"),
    ("a chain of sectors is a circle", "扇区链形成循环"),
    ("a table of sectors is given twice", "扇区表重复"),
    ("a sector is missing", "缺少扇区"),
    ("odd sector size", "扇区大小不正确"),
    ("no directory", "缺少目录"),
    ("the file is too short", "文件过短"),
    ("the table of texts is cut off", "文本表不完整"),
    ("too many texts", "文本过多"),
    ("two sheets share their cells", "两个工作表共用同一份单元格"),
    ("processing instructions among the cells", "单元格中夹有处理指令"),
    ("a table inside a table", "表格中嵌有表格"),
    ("a repetition that is no number", "重复次数不是数字"),
    ("a kind of cell that .xlsb seldom has", "含有少见的单元格类型"),
    ("a cell record is too short", "单元格记录不完整"),
    ("a row beyond Excel's limits", "行号超出 Excel 的范围"),
    ("a text is cut off", "文本不完整"),
    ("an unknown error value", "未知的错误值"),
    ("a sheet without a part", "工作表缺少内容"),
    ("too many sheets in formulas", "公式引用的工作表过多"),
    ("name is too long", "名称过长"),
    ("an element stands twice", "同一内容出现两次"),
    ("an element that does not belong there", "含有不应出现的内容"),
    ("an attribute that does not belong there", "含有不应出现的属性"),
    ("an attribute with a strange value", "属性值不正确"),
    ("an attribute stands twice", "同一属性出现两次"),
    ("too many attributes", "属性过多"),
    ("text where none belongs", "标签之间夹有文字"),
    ("an element where text belongs", "文字中夹有标签"),
    ("something in it that does not belong there", "含有不应出现的内容"),
    ("a character that XML does not have", "含有 XML 不允许的字符"),
    ("a reference that XML does not have", "含有 XML 不允许的字符引用"),
    ("text outside of the XML", "XML 之外还有文字"),
    ("more than one root", "XML 有多个根"),
    ("a namespace is declared twice, or as nothing", "命名空间声明不正确"),
    ("a namespace that is not declared", "命名空间没有声明"),
    ("a relationship without an id, type or target", "关系不完整"),
    ("an id of a relationship stands twice", "关系的编号重复"),
    ("too many relationships", "关系过多"),
    ("a part outside of the file", "部件在文件之外"),
    ("a sheet that the workbook does not list", "有工作表没有列入工作簿"),
    ("a name without a name", "名称没有名字"),
    ("there are more or fewer texts than it says", "文本的数量与所写的不符"),
    ("a number format without an id or a code", "数字格式不完整"),
    ("a number format stands twice", "数字格式重复"),
    ("a sheet without cells", "工作表没有单元格部分"),
    ("columns without their numbers", "列没有列号"),
    ("merged cells without an address", "合并单元格没有地址"),
    ("merged cells overlap", "合并单元格重叠"),
    ("a table without a part", "表格缺少内容"),
    ("a table without a name or an address", "表格没有名称或地址"),
    ("the number of a row", "行号不正确"),
    ("a place that is not told, among others that are", "有的单元格没有写明位置"),
    ("a cell in another row than its own", "单元格写在了别的行里"),
    ("an address that is none", "单元格地址不正确"),
    ("a style that is no number", "单元格格式的编号不正确"),
    ("a style that is not there", "单元格格式不存在"),
    ("an unknown kind of cell", "单元格类型不明"),
    ("two values", "有两个值"),
    ("a text in the place of a number", "数字的位置写了文本"),
    ("the index of a text is no number", "文本的编号不正确"),
    ("neither true nor false", "既非真也非假"),
    ("a text is longer than the 32,767 characters that Excel allows", "文本超过 Excel 允许的 32,767 个字符"),
    ("its checksum is wrong", "校验和不符"),
    ("its zip container is broken", "压缩包损坏"),
    ("a part is packed in an unusual way", "部件的压缩方式特殊"),
    ("something follows the end of a sheet", "工作表结束之后还有内容"),
    ("a sheet without an end", "工作表没有结束"),
    ("a cell outside of the cells", "单元格写在了单元格部分之外"),
    ("a sheet without a name", "工作表没有名字"),
    ("a value is missing", "缺少值"),
    ("the sheet is missing", "工作表缺少内容"),
    ("a text is missing", "缺少文本"),
    ("its size is beyond what .xls allows", "大小超出 .xls 的范围"),
];

/// A detail in Chinese; what a parser said stays as it is.
fn detail_zh(detail: &str) -> String {
    let ours = WORDS.iter().find(|(english, _)| detail.ends_with(english));
    ours.map_or_else(|| format!("技术信息：{detail}"), |(_, chinese)| (*chinese).to_owned())
}

fn after_zh(after: Option<Address>) -> String {
    after.map_or_else(String::new, |cell| format!("在 {cell} 之后"))
}
