import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { changeInTurn } from "../../claim/index.js";
import { ToolError } from "../../tool-error.js";
import {
  emptyLedger,
  ledgerFormat,
  type Seen,
  type Sighting,
  sorted,
  type TestLedger,
  withSightings,
} from "./ledger.js";

/** Where the ledger lies in a project's folder. */
export const ledgerFile = "ai/memory-bank/test-ledger.json";
const ledgerErrors = { busy: "LEDGER_BUSY", notWritable: "LEDGER_NOT_WRITABLE" } as const;
/** Bytes of a ledger at most: a hundred thousand tests. */
const mostBytes = 64 * 1024 * 1024;

const seen = { commit: z.string(), at: z.iso.datetime() };
const entry = z.strictObject({
  requirement: z.string(),
  test: z.string().min(1),
  digest: z.string().regex(/^[0-9a-f]{32}$/, "expected 32 hexadecimal digits"),
  red: z.strictObject({ ...seen, reason: z.string() }),
  green: z.strictObject(seen).optional(),
});
const form = z.strictObject({ format: z.literal(ledgerFormat), entries: z.array(entry) });

/**
 * What was seen of the tests of a project; nothing where there is no ledger yet.
 *
 * @throws ToolError LEDGER_UNREADABLE with file, line and remedy
 */
export function readLedger(directory: string): TestLedger {
  let text: string;
  try {
    text = readFileSync(join(directory, ledgerFile), "utf8");
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOENT") return emptyLedger;
    throw unreadable(`It cannot be read: ${(error as Error).message}`);
  }
  if (text.length > mostBytes)
    throw unreadable(`It has ${text.length} bytes, and ${mostBytes} are the most.`);
  const conflict = text.split("\n").findIndex((line) => /^(?:<{7}|={7}|>{7}|\|{7})/.test(line));
  if (conflict !== -1) {
    throw unreadable(
      "It holds the marks of a merge that was not finished.",
      conflict + 1,
      "Keep the entries of both sides, each once, and take the marks out: red is kept for ever.",
    );
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    const at = Number(/position (\d+)/.exec((error as Error).message)?.[1] ?? text.length);
    throw unreadable(`It is not JSON: ${(error as Error).message}`, text.slice(0, at).split("\n").length);
  }
  const format = (data as { format?: unknown } | null)?.format;
  if (typeof format === "number" && format > ledgerFormat) {
    throw unreadable(
      `It has the format ${format}, and this version of lintel knows ${ledgerFormat}.`,
      undefined,
      "Install the version of lintel that the others use.",
    );
  }
  const read = form.safeParse(data);
  if (!read.success) {
    const [issue] = read.error.issues;
    const path = issue?.path.map(String).join(".") || "the whole";
    throw unreadable(`${path}: ${issue?.message ?? "it has another form"}.`);
  }
  const entries = read.data.entries.map(({ green, ...rest }) => (green ? { ...rest, green } : rest));
  return Object.freeze({ format: ledgerFormat, entries: sorted(entries) });
}

/**
 * Keeps what was seen, while nobody else does: what two runs saw at once is there from both. Written whole or not at all, one entry a paragraph, in a
 * stable order.
 *
 * @throws ToolError LEDGER_UNREADABLE, LEDGER_BUSY, LEDGER_NOT_WRITABLE
 */
export async function keepSightings(
  directory: string,
  sightings: readonly Sighting[],
  when: Seen,
): Promise<void> {
  await changeInTurn(directory, ledgerFile, ledgerErrors, (write) => {
    const before = readLedger(directory);
    const ledger = withSightings(before, sightings, when);
    if (ledger !== before) write(`${JSON.stringify(ledger, null, 2)}\n`);
  });
}

function unreadable(message: string, line?: number, next?: string): ToolError {
  return new ToolError(
    "LEDGER_UNREADABLE",
    message,
    next ?? `Take it from git as it was: git checkout HEAD -- ${ledgerFile}`,
    { where: line === undefined ? ledgerFile : `${ledgerFile}:${line}` },
  );
}
