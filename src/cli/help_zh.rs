//! The texts of the command line's help in Chinese, by their English.

/// Headings and hints that `clap` puts around the texts.
pub(super) const HEADINGS: [(&str, &str); 11] = [
    ("Usage:", "用法："),
    ("[OPTIONS]", "[选项]"),
    ("<COMMAND>", "<命令>"),
    ("Commands:", "命令："),
    ("Arguments:", "参数："),
    ("Options:", "选项："),
    ("Examples:", "例子："),
    ("Example:", "例子："),
    ("[default: ", "[默认："),
    ("[aliases: ", "[别名："),
    ("(the same as compute)", "（与 compute 相同）"),
];

/// The Chinese of a text of the help.
pub(super) fn text_zh(english: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(known, _)| *known == english).map(|(_, chinese)| *chinese)
}

const TEXTS: &[(&str, &str)] = &[
    // The program.
    (
        "An exact, explainable calculator for sales-bonus policies written as Excel formulas",
        "按考核办法计算销售奖金：分毫不差，笔笔可查；办法用 Excel 公式写成",
    ),
    (
        "Language of what is printed and written: zh or en. Default: the workbook's headings",
        "显示和写出所用的语言：zh 中文，en 英文；默认随工作簿的表头",
    ),
    ("Say nothing but what was asked for, and errors", "只输出所要的内容和错误"),
    ("Tell each step, on standard error", "逐步说明正在做什么"),
    ("Print help", "显示帮助"),
    ("Print help (see a summary with '-h')", "显示帮助（-h 简版，--help 详版）"),
    ("Print help (see more with '--help')", "显示帮助（-h 简版，--help 详版）"),
    ("Print version", "显示版本"),
    ("Print this message or the help of the given subcommand(s)", "显示本说明，或某个命令的说明"),
    ("Print help for the subcommand(s)", "显示某个命令的说明"),
    // The input.
    ("The input workbook (.xlsx, .xlsm, .xlsb, .xls, .ods)", "输入工作簿（.xlsx .xlsm .xlsb .xls .ods）"),
    (
        "The policy: an id of `bonus policy list`, or a policy file. Default: what the workbook names",
        "办法：bonus policy list 中的编号，或办法文件；默认按工作簿写明的",
    ),
    (
        "Compute through this quarter or month, such as Q3. Default: what the workbook says",
        "算到哪个季度或月份，如 Q3；默认按工作簿写明的",
    ),
    (
        "Change a setting for this run, such as `in_target_rate=8%`. May be given several times",
        "本次改用某项设置，如 in_target_rate=8%；可写多次",
    ),
    // compute
    ("Compute a workbook's bonuses and write the results workbook", "计算奖金，写出结果工作簿"),
    (
        "Where the results go. Default: beside the input, as `<stem>-results.xlsx`; JSON and CSV go to standard output",
        "结果写到哪里；默认在输入文件旁边，名为“原名-奖金结果.xlsx”；JSON 和 CSV 直接显示",
    ),
    ("What to write", "写出什么：xlsx 结果工作簿，json，csv 每人每期一行"),
    ("Replace an existing results file", "覆盖已有的结果文件"),
    (
        "Also write a workbook for each manager, with only his own figures, into this folder",
        "另为每人写一份只含本人数字的对账单，放进这个文件夹",
    ),
    (
        "Print on standard error how long each step took, and how many rows a second it did",
        "在标准错误上显示每一步用了多久，每秒多少行",
    ),
    (
        "How many threads read and write; the file is the same for any number. Default: one for each processor",
        "用几个线程读入和写结果；无论几个，文件都相同。默认每个处理器一个",
    ),
    ("And each as a PDF; needs `LibreOffice`", "对账单另存为 PDF；需要装有 LibreOffice"),
    // verify
    (
        "Verify archived results: compute them again from their inputs and compare every cell",
        "核验存档的结果：按各自的输入重算，逐格比较",
    ),
    ("Results workbooks, or folders of them", "结果工作簿，或放着它们的文件夹"),
    (
        "Where the inputs are: files, which are meant and no others, or folders that are searched. Default: the folder of each results file",
        "输入在哪里：文件（只认这个文件），或要查找的文件夹；默认在每个结果文件所在的文件夹",
    ),
    ("A policy file that results were computed by. May be given several times", "计算结果时所用的办法文件；可给多个"),
    (
        "A policy file that results were computed by, or that an input names. May be given several times",
        "计算结果时所用的，或输入中写明的办法文件；可给多个",
    ),
    ("How to print what was found", "显示方式：text 给人看，json 给程序读"),
    (
        "How many files are verified at once. Default: as many as there are processors",
        "同时核验几个文件；默认与处理器个数相同",
    ),
    // diff
    (
        "Compare two inputs, results or versions of a policy: what changed for whom, and why, down to the cell",
        "比较两份输入、结果或办法的两个版本：谁的数字变了，为什么，细到单元格",
    ),
    (
        "An input, results whose input lies beside them or where --input says, or a policy (an id, with @ and a version, or a file)",
        "一份输入，或一份结果（它的输入在旁边，或在 --input 所指之处），或一个办法（编号，可加 @ 和版本，或文件）",
    ),
    ("Of two policies: what the change moves for whom in this input", "比较两个办法时：在这份输入上对谁差多少"),
    ("The other one", "另一份"),
    (
        "Where the inputs of results are: files, or folders that are searched. Default: the folder of the results",
        "结果的输入在哪里：文件，或要查找的文件夹；默认在结果所在的文件夹",
    ),
    ("The policy of A, where A is an input. Default: what it names", "A 是输入时所按的办法；默认为它写明的"),
    ("The policy of B, where B is an input. Default: what it names", "B 是输入时所按的办法；默认为它写明的"),
    ("Print only this manager, by id or name. May be given several times", "只显示这一位（工号或姓名）；可给多位"),
    ("How to print what differs", "显示方式：text 给人看，json 给程序读"),
    // check
    (
        "Check a workbook: all faults and warnings, each with its cell and remedy",
        "检查工作簿：一次列出全部错误和警告，各有单元格和改法",
    ),
    ("How to print them", "显示方式：text 给人看，json 给程序读"),
    (
        "Write a copy of the input with each faulty cell coloured and a note on it",
        "写出一份副本，出错的单元格涂色并加批注",
    ),
    ("Replace an existing file of that name", "覆盖同名的已有文件"),
    // explain
    ("Explain a manager's figures rule by rule, with the numbers put in", "逐条规则代入数字，说明某人的数字怎么来的"),
    ("Only this manager, by id or name. Default: all", "只看这个人，写工号或姓名；默认所有人"),
    (
        "Only this quarter or month, such as Q2. Default: all, the half-years and the year",
        "只看这个季度或月份，如 Q2；默认全部，连同半年和年终",
    ),
    ("Only this rule, by its name in formulas. May be given several times", "只看这条规则，写公式中的名称；可写多次"),
    ("Leave out the formulas in words", "不写公式的文字说明"),
    // template
    (
        "Write an input workbook to fill in: every sheet that the policy needs, with lists, notes and rules",
        "写出空白输入表：办法要用的每张表，带下拉列表、批注和校验",
    ),
    ("Where it goes. Default: template.xlsx here (模板.xlsx in Chinese)", "写到哪里；默认为当前文件夹的 模板.xlsx"),
    (
        "The policy: an id of `bonus policy list`, or a policy file. Default: the first of the list",
        "办法：bonus policy list 中的编号，或办法文件；默认为其中第一个",
    ),
    ("For how many managers rows are prepared", "预备多少人的行"),
    ("Replace an existing file", "覆盖已有文件"),
    // next
    (
        "Prepare the next quarter's or next year's input from this one's, or from its results",
        "由本期的输入表或结果，备好下一季度或下一年的输入表",
    ),
    (
        "The input that was computed and paid, or its results workbook (the input must lie beside it)",
        "已计算并发放的输入表，或它的结果工作簿（输入表须在旁边）",
    ),
    (
        "Where it goes. Default: beside the input, named after the next quarter or year",
        "写到哪里；默认在输入表旁边，以下一季度或下一年命名",
    ),
    // policy
    ("List, show, check, start and try out policies", "列出、查看、检查、新建、试行办法"),
    (
        "Say which clauses and branches of which rules some workbooks exercised, and what was never tried",
        "说明一些工作簿用到了哪些条款、哪些规则的哪些分支，哪些从未用到",
    ),
    ("The input workbooks; those of several policies are told apart", "输入工作簿；办法不同的分开说明"),
    (
        "The policy: an id of `bonus policy list`, or a policy file. Default: what each workbook names",
        "办法：`bonus policy list` 中的代号，或办法文件；默认为各工作簿所写的办法",
    ),
    (
        "Print on standard error how long each step took, and how many rows a second it did",
        "在标准错误上说明每一步用了多少时间、每秒处理多少行",
    ),
    (
        "How many threads read and write; the file is the same for any number. Default: one for each processor",
        "用几个线程读入和写结果；不论几个，文件都相同；默认与处理器个数相同",
    ),
    ("What to print", "输出什么：text 文字，json"),
    ("List the built-in policies", "列出内置办法"),
    (
        "Show a policy as a document: clauses, settings, readings, rules in words",
        "查看一个办法：条款、设置、理解、各条规则",
    ),
    (
        "An id of `bonus policy list`, with @ and a version where not the highest is meant, or a policy file",
        "bonus policy list 中的编号（不要最高版本时在 @ 后写版本），或办法文件",
    ),
    (
        "Find every mistake of a policy file, each with line, column and remedy",
        "找出办法文件的全部错误，各有行、列和改法",
    ),
    ("The policy file", "办法文件"),
    ("Write a commented file to start a policy of one's own from", "写出带说明的办法文件，由此写本公司的办法"),
    ("The file to write", "要写出的文件"),
    ("The built-in policy to extend", "以哪个内置办法为基础"),
    // completions, man
    (
        "Print a shell's completions: bash, zsh, fish, powershell or elvish",
        "显示命令行自动补全的脚本：bash、zsh、fish、powershell、elvish",
    ),
    ("The shell", "哪种命令行"),
    ("Write the man pages into a folder", "把手册页写进一个文件夹"),
    ("The folder; it is made where it is missing", "文件夹；没有则新建"),
    // what-if, readings
    (
        "Show what other settings or readings would cost and for whom, and where one yuan moves much",
        "试算：改动设置或换一种理解，每人差多少；哪里一元之差影响很大",
    ),
    (
        "Try each choice of each reading of the policy: who gains and who loses",
        "逐一试算对办法的每种理解：谁多得，谁少得",
    ),
    (
        "Look for the nearest amounts, within a target either way, at which one yuan moves the year's pay by much",
        "找出上下各一个目标以内、一元之差使全年所得变动很大的最近金额",
    ),
    ("With --cliffs: how many yuan of pay are much", "与 --cliffs 连用：变动多少元算很大"),
    ("How to print it", "怎样显示：text 文字，json"),
    (
        "List each reading of the policy with its alternatives and what each would cost on this file",
        "列出对办法的各处理解，及换一种理解时本文件会差多少",
    ),
];
