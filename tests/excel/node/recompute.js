// Recomputes workbooks with HyperFormula: each line of standard input is a workbook as JSON,
//   { "name", "sheets": { name: [ [ cell ] ] } }
// where a cell is null, a number, a truth, { "text" } or { "formula", "value" }. Each answer is a line of JSON with every
// formula cell whose value is not the one that stands in the file.
import { createInterface } from "node:readline";
import { DetailedCellError, FunctionArgumentType, FunctionPlugin, HyperFormula } from "hyperformula";

// HyperFormula rounds x * 100, in which the half of 19579.065 is lost. Excel and LibreOffice round the 15 digits that are shown.
class Rounding extends FunctionPlugin {
  round(ast, state) {
    return this.runFunction(ast.args, state, this.metadata("ROUND"), (number, places) => {
      const shown = Math.abs(Number(number.toPrecision(15)));
      const [digits, exponent = 0] = String(shown).split("e");
      const [whole, power = 0] = String(Math.round(`${digits}e${Number(exponent) + places}`)).split("e");
      return Math.sign(number) * Number(`${whole}e${Number(power) - places}`);
    });
  }
}
Rounding.implementedFunctions = {
  ROUND: {
    method: "round",
    parameters: [
      { argumentType: FunctionArgumentType.NUMBER },
      { argumentType: FunctionArgumentType.NUMBER, defaultValue: 0 },
    ],
  },
};
HyperFormula.registerFunctionPlugin(Rounding);

// As Excel does it, with all the digits that it keeps.
const options = {
  licenseKey: "gpl-v3",
  evaluateNullToZero: true,
  leapYear1900: true,
  nullDate: { year: 1899, month: 12, day: 31 },
  accentSensitive: true,
  useArrayArithmetic: true,
  precisionRounding: 14,
  maxRows: 1_048_576,
  maxColumns: 16_384,
};

// A number with an exponent is not read in a formula: 1E-9 is written out.
const writtenOut = (formula) =>
  formula.replace(/("[^"]*"|'[^']*')|(?<![\w$.])(\d+E-\d+)/g, (all, quoted) => quoted ?? Number(all).toFixed(20));

// What begins with an apostrophe stays text, whatever it looks like.
const content = (cell) =>
  cell === null || typeof cell !== "object" ? cell : "text" in cell ? `'${cell.text}` : `=${writtenOut(cell.formula)}`;

function differences({ sheets }) {
  const contents = Object.fromEntries(
    Object.entries(sheets).map(([name, rows]) => [name, rows.map((row) => row.map(content))]),
  );
  const expressions = Object.entries({ TRUE: "TRUE()", FALSE: "FALSE()" });
  const engine = HyperFormula.buildFromSheets(
    contents,
    options,
    expressions.map(([name, expression]) => ({ name, expression: `=${expression}` })),
  );
  const found = [];
  let compared = 0;
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = engine.getSheetId(name);
    rows.forEach((row, at) =>
      row.forEach((cell, col) => {
        if (cell === null || typeof cell !== "object" || !("formula" in cell)) return;
        compared += 1;
        let value = engine.getCellValue({ sheet, row: at, col });
        if (value instanceof DetailedCellError) value = `${value.value} ${value.message}`;
        if (!same(value, cell.value)) {
          found.push({ sheet: name, row: at, column: col, formula: cell.formula, stands: cell.value, recomputed: value });
        }
      }),
    );
  }
  engine.destroy();
  return { compared, found };
}

// A blank result is the empty text. Numbers agree to the 15 digits that Excel keeps.
function same(value, stands) {
  if (typeof value === "number" && typeof stands === "number") {
    return Number(value.toPrecision(15)) === Number(stands.toPrecision(15));
  }
  return (value ?? "") === stands;
}

for await (const line of createInterface({ input: process.stdin })) {
  const workbook = JSON.parse(line);
  console.log(JSON.stringify({ name: workbook.name, ...differences(workbook) }));
}
