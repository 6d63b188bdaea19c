import { readFile } from "node:fs/promises";
import { isMap, isScalar, LineCounter, type Pair, parseDocument, type YAMLMap } from "yaml";
import { readName } from "../../brief/index.js";
import { ToolError } from "../../tool-error.js";

/** An answer of a file, and the line that it stands on. */
export interface FiledAnswer {
  readonly question: string;
  readonly given: unknown;
  readonly line: number;
}

export interface FiledConcession {
  readonly contradiction: string;
  readonly reason: string;
  readonly line: number;
}

/** What a file of answers holds. */
export interface AnswersFile {
  /** How the file is called in what is told of it. */
  readonly label: string;
  /** Of the project. */
  readonly name: string | undefined;
  readonly answers: readonly FiledAnswer[];
  readonly concessions: readonly FiledConcession[];
  /** What is in the file and cannot be taken. */
  readonly problems: readonly FileProblem[];
}

export interface FileProblem {
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
}

const MOST_BYTES = 2 * 1024 * 1024;
const MOST_ALIASES = 50;

/**
 * Reads a file of answers: a mapping of questions to answers, by itself or below `answers`, with `name` and `concessions` beside it.
 *
 * @throws ToolError ANSWERS_INVALID where it cannot be read, is no YAML, or is no mapping
 */
export async function readAnswersFile(file: string): Promise<AnswersFile> {
  const label = file === "-" ? "standard input" : file;
  const text = await readText(file, label);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: false });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const [error] = document.errors;
  if (error?.message.includes("call stack"))
    throw invalid(label, lineAt(error.pos[0]), "It is nested deeper than can be read.", "Write it flat.");
  if (error) throw invalid(label, lineAt(error.pos[0]), error.message, "Mend the YAML there.");
  const root = document.contents;
  if (!isMap(root)) {
    throw invalid(
      label,
      1,
      "It holds no answers.",
      "Write a question and its answer a line: scope.kind: commerce",
    );
  }
  const problems: FileProblem[] = [];
  const entriesOf = (map: YAMLMap): readonly Entry[] => map.items.map((pair) => entryOf(pair, lineAt));
  const toData = (node: unknown): unknown => {
    if (typeof node !== "object" || node === null || !("toJS" in node)) return null;
    try {
      return (node as { toJS(of: unknown, options: object): unknown }).toJS(document, {
        maxAliasCount: MOST_ALIASES,
      });
    } catch (cause) {
      throw invalid(label, 1, String(cause), "Write the answers out instead of referring to others.");
    }
  };
  const answers: FiledAnswer[] = [];
  const concessions: FiledConcession[] = [];
  let name: string | undefined;
  for (const { key, value, line } of entriesOf(root)) {
    if (key === "name") name = nameFrom(toData(value), line);
    else if ((key === "answers" || key === "concessions") && !isMap(value)) {
      // Left blank, as in a form that is filled in bit by bit.
      if (toData(value) === null) continue;
      const [one, more] = key === "answers" ? ["A question", "answer"] : ["A code", "reason"];
      const message = `What stands below "${key}" is no mapping.`;
      problems.push({ line, message, remedy: `${one} and its ${more} stand on a line each.` });
    } else if (key === "answers" && isMap(value)) answers.push(...entriesOf(value).map(answerOf));
    else if (key === "concessions" && isMap(value)) {
      for (const one of entriesOf(value)) {
        const reason = textOf(toData(one.value));
        if (reason) concessions.push({ contradiction: one.key, reason, line: one.line });
        else
          problems.push({
            line: one.line,
            message: `"${one.key}" is conceded without a reason.`,
            remedy: "Say why.",
          });
      }
    } else if (key.includes(".")) answers.push(answerOf({ key, value, line }));
    else {
      problems.push({
        line,
        message: `"${key}" is neither a question nor one of name, answers, concessions.`,
        remedy: "Take it out, or write a question's id such as scope.kind.",
      });
    }
  }
  const first = new Map<string, number>();
  for (const { question, line } of answers) {
    const before = first.get(question);
    if (before === undefined) first.set(question, line);
    else
      problems.push({
        line,
        message: `"${question}" is answered on line ${before} too.`,
        remedy: "Take one of them out.",
      });
  }
  function nameFrom(given: unknown, line: number): string | undefined {
    if (given === null) return undefined;
    const read = typeof given === "string" ? readName(given) : { problem: "A name is a text." };
    if ("name" in read) return read.name;
    problems.push({ line, message: read.problem, remedy: 'Write it in quotes: name: "Reading room"' });
    return undefined;
  }
  function answerOf({ key, value, line }: Entry): FiledAnswer {
    return { question: key, given: toData(value), line };
  }
  return { label, name, answers, concessions, problems };
}

interface Entry {
  readonly key: string;
  readonly value: unknown;
  readonly line: number;
}

function entryOf({ key, value }: Pair, lineAt: (offset: number) => number): Entry {
  const named = isScalar(key) ? String(key.value) : String(key);
  const range = isScalar(key) ? key.range : undefined;
  return { key: named, value, line: range ? lineAt(range[0]) : 1 };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

async function readText(file: string, label: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = file === "-" ? await readInput() : await readFile(file);
  } catch (cause) {
    const { code } = cause as { readonly code?: unknown };
    throw new ToolError(
      "ANSWERS_INVALID",
      `${label} cannot be read (${String(code ?? cause)}).`,
      "Mend the path of --from.",
      { where: "--from", exitCode: 2, cause },
    );
  }
  if (bytes.length > MOST_BYTES)
    throw invalid(label, 1, `It has more than ${MOST_BYTES} bytes.`, "Give the answers alone.");
  if (bytes.includes(0)) throw invalid(label, 1, "It is no text.", "Give a YAML file in UTF-8.");
  return bytes.toString("utf8");
}

/** One byte more than may be is enough to say so. */
async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk as Uint8Array);
    chunks.push(bytes);
    size += bytes.length;
    if (size > MOST_BYTES) break;
  }
  return Buffer.concat(chunks);
}

function invalid(label: string, line: number, message: string, remedy: string): ToolError {
  return new ToolError("ANSWERS_INVALID", message, remedy, { where: `${label}:${line}` });
}
