//! Mistakes of policy files and of formulas.

/// Mistakes of policy files: what, and the text that extends the key-account policy (or the whole file).
pub const POLICIES: &[(&str, &str)] = &[
    (
        "a strange format",
        "format = 2\n[policy]\nid = \"x\"\nversion = \"1\"\nextends = \"key-account@1\"\ntitle = { zh = \"x\", en = \"x\" }\n",
    ),
    (
        "a year of what is computed",
        "format = 1\n[policy]\nid = \"x\"\nversion = \"1\"\nextends = \"key-account@2\"\ntitle = { zh = \"x\", en = \"x\" }\n\
         [[sheet]]\nname = \"quotas\"\nreplaces = true\n\
         columns = [{ name = \"target\", replaces = true, counts = \"target + collections\" }]\n",
    ),
    (
        "a key of a table twice",
        "[[table]]\nname = \"regions\"\nclause = \"KA-1\"\nlabel = { zh = \"地区\", en = \"Regions\" }\nuse = \"keys\"\n\
         columns = [{ name = \"region\", label = { zh = \"地\", en = \"Region\" }, unit = \"text\" }, \
         { name = \"weight\", label = { zh = \"权\", en = \"Weight\" }, unit = \"factor\" }]\n\
         rows = [{ key = \"east\", values = [\"1\"] }, { key = \"East\", values = [\"2\"] }]\n",
    ),
    (
        "a setting called as another but for case",
        "[[setting]]\nname = \"In_Target_Rate\"\nclause = \"KA-1\"\nlabel = { zh = \"另\", en = \"Other\" }\nunit = \"percent\"\n\
         default = \"5%\"\n",
    ),
    (
        "numbers of more digits than Excel has",
        "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\ndefault = \"0.07123456789012345\"\n\
         [[manager]]\nname = \"mine\"\nclause = \"KA-1\"\nlabel = { zh = \"另\", en = \"Other\" }\nunit = \"number\"\n\
         formula = '0.1234567890123456'\n",
    ),
    (
        "a check of a column that is not there",
        "[[check]]\nscope = \"quarter\"\ncolumn = \"tarket\"\nclause = \"KA-1\"\nformula = 'target > 0'\n\
         message = { zh = \"x\", en = \"x\" }\nmend = { zh = \"x\", en = \"x\" }\n",
    ),
    (
        "bounds of a text",
        "[[setting]]\nname = \"mine\"\nclause = \"KA-1\"\nlabel = { zh = \"另\", en = \"Other\" }\nunit = \"text\"\nmin = \"1\"\n",
    ),
    (
        "choices that are spelt alike",
        "[[setting]]\nname = \"mine\"\nclause = \"KA-1\"\nlabel = { zh = \"另\", en = \"Other\" }\nunit = \"text\"\nchoices = [\"a\", \"A\"]\n",
    ),
    (
        "a blank choice",
        "[[setting]]\nname = \"mine\"\nclause = \"KA-1\"\nlabel = { zh = \"另\", en = \"Other\" }\nunit = \"text\"\nchoices = [\"a\", \"\"]\n",
    ),
    (
        "a default that is no key of its table",
        "[[sheet]]\nname = \"collections\"\nreplaces = true\n\
         columns = [{ name = \"category\", replaces = true, default = '\"bookings\"' }]\n",
    ),
    (
        "a label without text",
        "[[setting]]\nname = \"mine\"\nclause = \"KA-1\"\nlabel = { zh = \"另\", en = \" \" }\nunit = \"number\"\ndefault = \"1\"\n",
    ),
    (
        "a label that no formula of a workbook could hold",
        "[[setting]]\nname = \"mine\"\nclause = \"KA-1\"\nlabel = { zh = \"另\", en = \"\
         Pay for results of this quarter and of the year. Pay for results of this quarter and of the year. Pay for results of this quarter and of the year. \
         Pay for results of this quarter and of the year. Pay for results of this quarter and of the year. Pay for results of this quarter and of the year. \" }\nunit = \"number\"\ndefault = \"1\"\n",
    ),
    (
        "a count that is no whole number",
        "[[sheet]]\nname = \"quotas\"\nreplaces = true\n\
         columns = [{ name = \"target\", replaces = true, whole = true, default = \"7.5\" }]\n",
    ),
    (
        "a rule that is replaced twice",
        "[[quarter]]\nname = \"bonus\"\nreplaces = true\nformula = '1'\n\
         [[quarter]]\nname = \"bonus\"\nreplaces = true\nformula = '2'\n",
    ),
    (
        "a key with a blank, a value beyond its bounds",
        "[[table]]\nname = \"regions\"\nclause = \"KA-1\"\nlabel = { zh = \"地区\", en = \"Regions\" }\nuse = \"keys\"\n\
         columns = [{ name = \"region\", label = { zh = \"地\", en = \"Region\" }, unit = \"text\" }, \
         { name = \"weight\", label = { zh = \"权\", en = \"Weight\" }, unit = \"factor\", max = \"1\" }]\n\
         rows = [{ key = \"east \", values = [\"2\"] }]\n",
    ),
    (
        "a date without quotation marks",
        "[[setting]]\nname = \"tax_divisor\"\nreplaces = true\nin_force = \"period-end\"\n\
         dated = [{ from = 2018-05-01, value = \"1.16\", source = \"x\" }]\n",
    ),
    ("one pair of brackets", "[quarter]\nname = \"bonus\"\nreplaces = true\nformula = '1'\n"),
    ("marks of Chinese text", "[[quarter]]\nname = “bonus”\n"),
    (
        "a version that is blank",
        "format = 1\n[policy]\nid = \"x\"\nversion = \"\"\nextends = \"key-account@2\"\ntitle = { zh = \"x\", en = \"x\" }\n",
    ),
    ("no TOML", "[[quarter\n"),
    ("a key twice", "[[setting]]\nname = \"a\"\nname = \"b\"\n"),
    ("an unknown key", "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\ndefalt = \"5%\"\n"),
    ("another unknown key", "[[setting]]\nname = \"in_target_rate\"\nwholly = true\n"),
    ("a key is missing", "[[quarter]]\nname = \"mine\"\n"),
    ("a table in the place of a truth", "[[quarter]]\nname = \"mine\"\nauxiliary = { a = 1 }\n"),
    ("a number in the place of a text", "[[quarter]]\nname = 1\n"),
    ("to replace what is not there", "[[quarter]]\nname = \"surcharge\"\nreplaces = true\nformula = '0'\n"),
    ("to replace what is spelt otherwise", "[[quarter]]\nname = \"Bonus\"\nreplaces = true\nformula = '0'\n"),
    (
        "to add what is there",
        "[[quarter]]\nname = \"bonus\"\nformula = '0'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    (
        "behind what is not there",
        "[[quarter]]\nname = \"mine\"\nafter = \"nothing\"\nformula = '0'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    (
        "the name of a field of JSON",
        "[[manager]]\nname = \"quarters\"\nformula = '0'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    (
        "an unknown clause",
        "[[quarter]]\nname = \"mine\"\nformula = '0'\nclause = \"KA-99\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    (
        "an unknown unit",
        "[[quarter]]\nname = \"mine\"\nformula = '0'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"euro\"\n",
    ),
    (
        "a name like a cell address",
        "[[quarter]]\nname = \"A1\"\nformula = '0'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    (
        "a formula of another unit",
        "[[quarter]]\nname = \"mine\"\nformula = 'TRUE'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    (
        "a circle",
        "[[quarter]]\nname = \"mine\"\nformula = 'mine + 1'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    (
        "a rule of months",
        "[[month]]\nname = \"mine\"\nformula = '0'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    ("a default that does not fit", "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\ndefault = \"much\"\n"),
    (
        "a dated value without a date",
        "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\nin_force = \"line-date\"\ndated = [{ from = \"soon\", value = \"5%\", source = { zh = \"x\", en = \"x\" } }]\n",
    ),
    (
        "a policy that is not built in",
        "format = 1\n[policy]\nid = \"x\"\nversion = \"1\"\nextends = \"key-acount\"\ntitle = { zh = \"x\", en = \"x\" }\n",
    ),
    ("to remove what is not there", "[remove]\nquarter = [\"nothing\"]\n"),
    ("to remove by something else than names", "[remove]\nhalf = \"proposed_base_1\"\n"),
    (
        "a clause in the place of one that is not there",
        "[[clause]]\nid = \"X\"\ninstead_of = [\"KA-9\"]\ntext = { zh = \"x\", en = \"x\" }\n",
    ),
    (
        "a key that is none",
        "[[quarter]]\nname = \"mine\"\nwholly = true\nformula = '0'\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"yuan\"\n",
    ),
    (
        "a text in the place of a truth value",
        "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\noptional = \"yes\"\n",
    ),
    (
        "a truth value in the place of a text",
        "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\ndefault = true\n",
    ),
    ("a decimal in the place of a text", "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\ndefault = 0.05\n"),
    ("a list in the place of a text", "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\ndefault = [\"5%\"]\n"),
    (
        "a table in the place of a text",
        "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\ndefault = { a = 1 }\n",
    ),
    ("a text in the place of a list", "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\nchoices = \"a\"\n"),
    ("a label in one language", "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\nlabel = \"rate\"\n"),
    (
        "a text in the place of a number",
        "format = \"one\"\n[policy]\nid = \"x\"\nversion = \"1\"\nextends = \"key-account@1\"\ntitle = { zh = \"x\", en = \"x\" }\n",
    ),
    (
        "a negative format",
        "format = -1\n[policy]\nid = \"x\"\nversion = \"1\"\nextends = \"key-account@1\"\ntitle = { zh = \"x\", en = \"x\" }\n",
    ),
    (
        "which period, in words",
        "[[half]]\nname = \"proposed_base_1\"\nreplaces = true\nproposes = { column = \"base\", nth = \"first\" }\n",
    ),
    ("a text without quotes", "x = abc\n"),
    ("a text that does not end", "x = \"abc\n"),
    ("another text that does not end", "x = 'abc\n"),
    ("an escape that is none", "x = \"a\\q\"\n"),
    ("a list that does not end", "x = [1, 2\n"),
    ("an inline table that does not end", "x = { a = 1\n"),
    ("a list without a comma", "x = [\"1\" \"2\"]\n"),
    ("an inline table without an equal sign", "x = { a 1 }\n"),
    ("an inline table without a value", "x = { a = }\n"),
    ("a comma too many", "x = [1,,2]\n"),
    ("a key alone", "x\n"),
    ("a key without a value", "x =\n"),
    ("two equal signs", "x == 1\n"),
    ("no equal sign", "x 1\n"),
    ("quotes only behind", "x = abc\"\n"),
    ("a key that needs quotes", "名 = 1\n"),
    ("a bracket too many", "x = 1 ]\n"),
    (
        "a choice that a setting does not have",
        "format = 1\n[policy]\nid = \"x\"\nversion = \"1\"\nextends = \"key-account@2\"\ntitle = { zh = \"x\", en = \"x\" }\n[[quarter]]\nname = \"mine\"\nclause = \"KA-3.1\"\nlabel = { zh = \"x\", en = \"x\" }\nunit = \"number\"\nformula = 'IF(after_leaving_factor = \"most\", 1, 0)'\n",
    ),
];

/// Mistakes of formulas: the scope, and the formula.
pub const RULES: &[(&str, &str)] = &[
    ("quarter", "1 / 3"),
    ("quarter", "TRUE + 1"),
    ("quarter", "IF(TRUE > FALSE, 1, 0)"),
    ("quarter", "bonus * bonus"),
    ("quarter", "ROUND(in_target_rate / bonus, 2)"),
    ("quarter", "IF(surplus = \"later\", 1, 0)"),
    ("year", "quarter.bonus"),
    ("quarter", "bonnus"),
    ("quarter", "zzz"),
    ("quarter", "SUMM(1)"),
    ("quarter", "QQQQQ(1)"),
    ("quarter", "ROUND(1)"),
    ("quarter", "ROUND(1, 1.5)"),
    ("quarter", "COUNT(bonus)"),
    ("quarter", "SUM(year.true_up)"),
    ("year", "SUM(quarter.bonus, TRUE, 1)"),
    ("quarter", "SHARE(base, target, peers.base)"),
    ("quarter", "SHARE(0.001, target, peers.target)"),
    ("quarter", "SUM(peers.mine)"),
    ("quarter", "PREV(1)"),
    ("quarter", "IF(GIVEN(bonus), 1, 0)"),
    ("quarter", "BAND(1, nothing)"),
    ("quarter", "LOOKUP(\"x\", grades, nothing)"),
    ("quarter", "IF（base_met，0，600）"),
    ("quarter", "IF(bonus != 5, 1, 0)"),
    ("quarter", "ROUND(bonus / 0, 2)"),
    ("quarter", "IF(bonus == 5, 1, 0)"),
    ("quarter", "bonus > 0 AND bonus < 5"),
    ("quarter", "IF(bonus > 1万, 1, 0)"),
    ("quarter", "(1"),
    ("quarter", "1 & 2"),
    ("quarter", "1 ^ 2"),
    ("quarter", "IF(1 < 2 < 3, 1, 0)"),
    ("quarter", "MAX(1,,2)"),
    ("quarter", "{1,2}"),
    ("quarter", "1e5"),
    ("quarter", "A1"),
    ("quarter", "IF(1, 2, 3)"),
    ("quarter", "IF(TRUE, 1, \"a\")"),
    ("quarter", "#REF!"),
    ("quarter", "#N/A"),
    ("quarter", "1 +"),
    ("quarter", "1 2"),
    ("quarter", "\"a"),
    ("quarter", ")"),
    ("quarter", "MAX(1"),
];
