import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { claimInTurn } from "../../claim/index.js";
import { writeAtOnce } from "../../durable/index.js";
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
  const file = join(directory, ledgerFile);
  const { release } = await claimed(file);
  try {
    const before = readLedger(directory);
    const ledger = withSightings(before, sightings, when);
    if (ledger !== before)
      await written(() => writeAtOnce(file, `${JSON.stringify(ledger, null, 2)}\n`, 0o644));
  } finally {
    release();
  }
}

async function claimed(file: string): Promise<{ release(): void }> {
  const claim = await written(() => {
    mkdirSync(dirname(file), { recursive: true });
    return claimInTurn(`${file}.lock`);
  });
  if ("release" in claim) return claim;
  throw new ToolError(
    "LEDGER_BUSY",
    `Process ${claim.holder.pid} writes it, since ${claim.holder.since}.`,
    `Wait for it, or end it, and run this once more. Where its machine is gone for good: rm ${ledgerFile}.lock`,
    { where: ledgerFile },
  );
}

async function written<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new ToolError(
      "LEDGER_NOT_WRITABLE",
      `It cannot be written: ${cause instanceof Error ? cause.message : String(cause)}. Nothing was changed.`,
      "Look at what is there, whose it is, and whether there is room: ls -la ai/memory-bank; df -h .",
      { where: ledgerFile, cause },
    );
  }
}

function unreadable(message: string, line?: number, next?: string): ToolError {
  return new ToolError(
    "LEDGER_UNREADABLE",
    message,
    next ?? `Take it from git as it was: git checkout HEAD -- ${ledgerFile}`,
    { where: line === undefined ? ledgerFile : `${ledgerFile}:${line}` },
  );
}
