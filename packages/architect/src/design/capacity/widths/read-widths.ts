import { isNode, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { ToolError } from "../../../tool-error.js";
import type { Widths } from "./widths.js";

/** As it is called where something in it is wrong. */
const label = "ai/memory-bank/widths.yaml";
const mostBytes = 4 * 1_024 * 1_024;

const part = z.number().min(0).max(1);
const lengths = z
  .array(z.number().min(0).max(1e9))
  .min(1)
  .max(101)
  .refine((list) => list.every((one, at) => at === 0 || one >= (list[at - 1] ?? 0)), {
    message: "lengths go from the shortest to the longest",
  });
const table = z.strictObject({
  rows: z.number().int().min(1).max(1e12),
  columns: z.record(z.string(), z.strictObject({ lengths: lengths.optional(), absent: part.optional() })),
  parts: z.record(z.string(), part),
  words: z
    .strictObject({
      lengths,
      classes: z.array(z.tuple([z.number().min(1).max(1e12), z.number().min(1).max(1e12)])).max(1_000),
    })
    .optional(),
});
const file = z.strictObject({ tables: z.record(z.string(), table) });

/**
 * Reads a file of measured widths.
 *
 * @throws ToolError WIDTHS_INVALID with the line and the rule that it breaks
 */
export function readWidths(text: string): Widths {
  if (Buffer.byteLength(text) > mostBytes)
    throw invalid(1, `It has more than ${mostBytes / 1_024 / 1_024} MiB.`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: false });
  const [error] = document.errors;
  if (error) throw invalid(lines.linePos(error.pos[0]).line, error.message);
  const read = file.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (read.success) return read.data as Widths;
  const [issue] = read.error.issues;
  const path = issue?.path ?? [];
  const node = path
    .map((_, depth) => document.getIn(path.slice(0, path.length - depth), true))
    .find((found) => isNode(found));
  const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  throw invalid(
    lines.linePos(offset).line,
    `"${path.map(String).join(".").slice(0, 200)}": ${issue?.message ?? "it cannot be read"}.`,
  );
}

function invalid(line: number, message: string): ToolError {
  return new ToolError("WIDTHS_INVALID", message, "Mend the line, or measure again.", {
    where: `${label}:${line}`,
  });
}
