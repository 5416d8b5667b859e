// Judges JSON by a schema (draft 2020-12): each line of standard input is { schema, values } or { schema, value, edits }; the
// answer is what is wrong with each value, or whether the value passes after each edit by itself.
import { createInterface } from "node:readline";
import Ajv2020 from "ajv/dist/2020.js";

const parts = (pointer) => pointer.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));

// The value with one thing put elsewhere than it belongs.
function edited(value, { at, what, put }) {
  const root = { value: structuredClone(value) };
  const path = ["value", ...parts(at)];
  const last = path.pop();
  const parent = path.reduce((inner, name) => inner[name], root);
  if (what === "missing") delete parent[last];
  else if (what === "foreign") parent[last].foreign = put;
  else parent[last] = put;
  return root.value;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { schema, values, value, edits } = JSON.parse(line);
  // A schema that is none, or that says what is no part of the draft, is thrown; `format` is what it documents.
  const judge = new Ajv2020({ strictSchema: true, strictTypes: false, allErrors: true, validateFormats: false }).compile(schema);
  const told = (one) => (judge(one) ? [] : judge.errors.slice(0, 5).map((error) => `${error.instancePath}: ${error.message}`));
  console.log(JSON.stringify(edits ? edits.map((edit) => judge(edited(value, edit))) : values.map(told)));
}
