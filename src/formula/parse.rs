//! Text to [`Expr`]: `formualizer-parse` reads Excel's syntax; here it is narrowed to our language.
//!
//! What Excel knows and policies do not need (cell addresses, ranges, `&`, `^`, arrays, error
//! literals) is refused with a message that says what to write instead.

use std::str::FromStr;

use formualizer_parse::{ASTNode, ASTNodeType, LiteralValue, Parser, ParserLimits};
use rust_decimal::Decimal;

use super::ast::{Expr, Node, Operator, Span};
use crate::lang::Words;
use crate::say;

/// Excel's limit of a text within a formula, in UTF-16 units.
const LONGEST_TEXT: usize = 255;

/// A mistake in a formula, with its place in the formula's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Bytes of the formula's text that it is about.
    pub span: Span,
    /// What is wrong and what to write instead.
    pub message: Words,
}

impl Problem {
    /// A mistake at `span`.
    #[must_use]
    pub fn at(span: Span, message: Words) -> Self {
        Self { span, message }
    }
}

/// Parses one formula; a leading `=` is allowed.
///
/// # Errors
/// The first mistake of the syntax.
pub fn parse(text: &str) -> Result<Expr, Problem> {
    let body = text.trim_start();
    let (source, offset) = if let Some(rest) = body.strip_prefix('=') {
        (format!("={rest}"), text.len() - body.len())
    } else {
        // The parser counts the `=` that we put in front; one byte more than our own text.
        (format!("={text}"), usize::MAX)
    };
    let reader = FormulaParser { text, offset };
    let limits = ParserLimits::default().with_source_bytes(8192).with_ast_height(64);
    let tree = Parser::builder().limits(limits).parse(&source).map_err(|error| {
        let at = text.floor_char_boundary(reader.place(error.position.unwrap_or(source.len()).min(source.len())));
        Problem::at(at..text.len().max(at), explain_syntax(text, &error.message))
    })?;
    reader.expr(&tree)
}

/// Words for the parser's own complaint; its English is kept for the details.
fn explain_syntax(text: &str, message: &str) -> Words {
    if let Some(habit) = habit(text) {
        return habit;
    }
    let brief = message.split("TokenSpan").next().unwrap_or(message).trim_end_matches([':', ' ']);
    match brief {
        _ if brief.contains("Unmatched") => say!(Formula::NoPartner),
        _ if brief.contains("height limit") => say!(Formula::TooDeep),
        _ if brief.contains("byte limit") => say!(Formula::TooLong),
        _ => say!(Formula::NotUnderstood { brief }),
    }
}

/// What people write who know another language, or whose keyboard is set to Chinese: what to write instead.
fn habit(text: &str) -> Option<Words> {
    let outside: String = text.split('"').step_by(2).collect::<Vec<_>>().join(" ");
    let word = |word: &str| outside.to_ascii_uppercase().split_whitespace().any(|part| part == word);
    if let Some(mark) = outside.chars().find(|mark| WIDE_MARKS.contains(mark)) {
        Some(say!(Formula::WideMark { mark }))
    } else if outside.contains("!=") {
        Some(say!(Formula::NotEqualSign))
    } else if outside.contains("==") {
        Some(say!(Formula::EqualSign))
    } else if ["&&", "||"].iter().any(|sign| outside.contains(sign)) || word("AND") || word("OR") {
        Some(say!(Formula::AndOrBefore))
    } else {
        None
    }
}

/// Marks of Chinese text that stand for those of formulas, on the same keys.
const WIDE_MARKS: [char; 21] = [
    '≤', '≥', '≠', '×', '÷', '（', '）', '，', '“', '”', '‘', '’', '＋', '－', '＊', '／', '＝', '＜', '＞', '％', '；',
];

struct FormulaParser<'t> {
    text: &'t str,
    offset: usize,
}

impl FormulaParser<'_> {
    /// The parser's byte position, which counts the `=`, as a position in our text.
    fn place(&self, position: usize) -> usize {
        let shifted = if self.offset == usize::MAX { position.saturating_sub(1) } else { position + self.offset };
        shifted.min(self.text.len())
    }

    fn token_span(&self, node: &ASTNode) -> Span {
        // The parser goes by bytes: a token may begin or end within a character.
        node.source_token.as_ref().map_or(0..self.text.len(), |token| {
            let (start, end) = (self.place(token.start), self.place(token.end));
            self.text.floor_char_boundary(start)..self.text.ceil_char_boundary(end)
        })
    }

    fn expr(&self, node: &ASTNode) -> Result<Expr, Problem> {
        let span = self.token_span(node);
        let refuse = |message: Words| Err(Problem::at(span.clone(), message));
        let (node, span) = match &node.node_type {
            ASTNodeType::Literal(value) => (self.literal(node, value)?, span),
            ASTNodeType::Reference { original, .. } => (self.name(original, &span)?, span),
            ASTNodeType::UnaryOp { op, expr } => {
                let inner = self.expr(expr)?;
                let whole = span.start.min(inner.span.start)..span.end.max(inner.span.end);
                let node = match op.to_string().as_str() {
                    "-" => Node::Negate(Box::new(inner)),
                    "+" => return Ok(Expr { span: whole, ..inner }),
                    "%" => Node::Percent(Box::new(inner)),
                    other => {
                        return refuse(say!(Formula::UnknownOperator { other }));
                    }
                };
                (node, whole)
            }
            ASTNodeType::BinaryOp { op, left, right } => {
                let sign = op.to_string();
                let Some(operator) = operator(&sign) else {
                    return refuse(say!(Formula::UnknownOperatorUse { sign }));
                };
                let (left, right) = (self.expr(left)?, self.expr(right)?);
                if operator.compares()
                    && [&left, &right]
                        .iter()
                        .any(|side| matches!(&side.node, Node::Binary(inner, ..) if inner.compares()))
                {
                    return refuse(say!(Formula::ChainedComparison));
                }
                let whole = left.span.start..right.span.end;
                (Node::Binary(operator, Box::new(left), Box::new(right)), whole)
            }
            ASTNodeType::Function { name, args } => {
                let args = args
                    .iter()
                    .map(|arg| match &arg.node_type {
                        ASTNodeType::Omitted => refuse(say!(Formula::EmptyArgument { name })),
                        _ => self.expr(arg),
                    })
                    .collect::<Result<Vec<_>, _>>()?;
                let end = args.last().map_or(span.end, |last: &Expr| last.span.end);
                let whole = span.start..self.text.ceil_char_boundary((end + 1).min(self.text.len()));
                (Node::Call(name.to_uppercase(), args), whole)
            }
            _ => {
                return refuse(say!(Formula::NotInTheLanguage));
            }
        };
        Ok(Expr { node, span })
    }

    /// A name; cell addresses come through the parser as references too and are told apart here.
    fn name(&self, original: &str, span: &Span) -> Result<Node, Problem> {
        if original.split('.').all(is_name) {
            return Ok(Node::Name(original.to_owned()));
        }
        let counted = || original.starts_with(|c: char| c.is_ascii_digit()) && original.ends_with(['万', '亿', '元']);
        let message = match habit(self.text) {
            Some(habit) => habit,
            None if counted() => say!(Formula::NumberInFull { original }),
            None => say!(Formula::NotAName { original }),
        };
        Err(Problem::at(span.clone(), message))
    }

    /// A literal: numbers are read from the token's own text, never from a binary float.
    fn literal(&self, node: &ASTNode, value: &LiteralValue) -> Result<Node, Problem> {
        let span = self.token_span(node);
        match value {
            LiteralValue::Text(text) if text.encode_utf16().count() > LONGEST_TEXT => {
                Err(Problem::at(span, say!(Formula::TextTooLong)))
            }
            LiteralValue::Text(text) => Ok(Node::Text(text.clone())),
            LiteralValue::Boolean(truth) => Ok(Node::Truth(*truth)),
            LiteralValue::Int(_) | LiteralValue::Number(_) => {
                let text = node.source_token.as_ref().map_or("", |token| token.value.as_str());
                if let Ok(number) = Decimal::from_str_exact(text) {
                    return Ok(Node::Number(number));
                }
                if text.chars().all(char::is_alphabetic) {
                    return Ok(Node::Name(text.to_owned()));
                }
                Err(Problem::at(span, say!(Formula::NotExactDecimal { text })))
            }
            _ => Err(Problem::at(span, say!(Formula::ErrorsAndArrays))),
        }
    }
}

fn operator(sign: &str) -> Option<Operator> {
    Some(match sign {
        "+" => Operator::Add,
        "-" => Operator::Subtract,
        "*" => Operator::Multiply,
        "/" => Operator::Divide,
        "=" => Operator::Equal,
        "<>" => Operator::NotEqual,
        "<" => Operator::Less,
        "<=" => Operator::LessOrEqual,
        ">" => Operator::Greater,
        ">=" => Operator::GreaterOrEqual,
        _ => return None,
    })
}

/// Whether `text` may name a rule, setting, table or column.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && chars.all(|c| c.is_alphanumeric() || c == '_')
        && !looks_like_cell(text)
}

/// `A1` … `XFD1048576`: one to three letters and then digits only.
fn looks_like_cell(text: &str) -> bool {
    let letters = text.chars().take_while(char::is_ascii_alphabetic).count();
    let digits = &text[letters..];
    (1..=3).contains(&letters) && !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
}

impl FromStr for Expr {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spanned(text: &str) -> String {
        let expr = parse(text).unwrap();
        text[expr.span].to_owned()
    }

    #[test]
    fn names_are_words() {
        assert!(["a", "a_b", "_a", "目标", "a1b", "abcd1"].iter().all(|name| is_name(name)));
        assert!(["", "1a", "a-b", "a b", "A1", "xfd1048576"].iter().all(|name| !is_name(name)));
        assert_eq!(spanned("+base"), "+base");
    }

    #[test]
    fn numbers_keep_every_digit() {
        assert_eq!(parse("0.07120").unwrap().node, Node::Number("0.07120".parse().unwrap()));
        assert_eq!(
            parse("1234567890.123456789012345678").unwrap().node,
            Node::Number("1234567890.123456789012345678".parse().unwrap())
        );
    }

    #[test]
    fn spans_point_into_the_text_with_and_without_equals() {
        assert_eq!(spanned("IF(目标 > 0, 1, 2)"), "IF(目标 > 0, 1, 2)");
        for text in ["a + A1", "=a + A1", "  =a + A1"] {
            let problem = parse(text).unwrap_err();
            assert_eq!(&text[problem.span], "A1", "{text}");
        }
    }

    /// The parser goes by bytes and takes some characters apart; a place in the text is between characters all the same.
    #[test]
    fn places_are_between_characters() {
        for text in ["ˬ-", "Ӎp5", "a + ˬ-", "=ˬ\u{3}\0\0-", "PREV(bas\re_to) + ˬ", "\u{a0}-1", "“a”&é"] {
            if let Err(problem) = parse(text) {
                assert!(text.get(problem.span.clone()).is_some(), "{text:?}: {:?}", problem.span);
            }
        }
    }

    #[test]
    fn what_is_not_in_the_language_is_refused() {
        for text in
            ["a & b", "a ^ 2", "{1,2}", "#REF!", "IF(a,,b)", "a = b = c", "(a", "Sheet!a", "1e5", "", "a b", "@a"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
