import { quoted } from "../quantity/index.js";
import type { AnswerKind, Option } from "../questions/question.js";
import { isMapping, oneLine, own, shown, slug, textProblem } from "./given.js";
import type { Problem, Reading } from "./reading.js";

type Choice = Extract<AnswerKind, { readonly kind: "choice" }>;

/** Reads a choice: ids, titles, numbers in the list or the beginnings of them; "other: ..." where something else may be said. */
export function readChoice(choice: Choice, given: unknown): Reading {
  const said = partsOf(choice, given);
  if (!said) return invalid([{ at: "", message: `${shown(given)} is no choice: ${idsOf(choice)}.` }]);
  const chosen = new Set<string>();
  const problems: Problem[] = [];
  const missing: string[] = [];
  for (const [position, text] of said.names.entries()) {
    for (const found of findAll(choice, text)) {
      if ("option" in found) for (const { id } of found.option) chosen.add(id);
      else if ("missing" in found) missing.push(found.missing);
      else problems.push({ at: said.names.length > 1 ? `[${position}]` : "", message: found.problem });
    }
  }
  const other = said.other === undefined ? undefined : oneLine(said.other);
  if (other !== undefined) {
    const wrong = textProblem(other, "other", 300);
    if (wrong) problems.push(wrong);
    if (choice.options.some(({ id }) => id === "other")) chosen.add("other");
    else if (choice.other === undefined)
      problems.push({ at: "other", message: `Nothing else can be chosen: ${idsOf(choice)}.` });
    if (other === "" && choice.other !== undefined)
      missing.push(`Which other? Say it so: "other: ${choice.other}".`);
  }
  const options = choice.options.filter(({ id }) => chosen.has(id));
  const alone = options.find((option) => isAlone(option));
  if (alone && (options.length > 1 || other))
    problems.push({
      at: "",
      message: `"${alone.id}" goes with nothing else, and here it goes with ${[...chosen].filter((id) => id !== alone.id).join(", ") || "another"}.`,
    });
  if (problems.length > 0) return invalid(problems.slice(0, 10));
  if (options.length === 0 && !other && missing.length === 0)
    missing.push(`Which of them: ${idsOf(choice)}?`);
  const isOther = options.some(({ id }) => id === "other");
  const count = options.length + (other && choice.other !== undefined && !isOther ? 1 : 0);
  if (!choice.many && count > 1)
    missing.push(
      `Which one of them: ${options.map(({ id }) => id).join(" or ")}${other && !isOther ? " or the other" : ""}?`,
    );
  if (missing.length > 0) return { outcome: "vague", missing: missing.slice(0, 3) };
  const kept = other && choice.other !== undefined ? { other } : {};
  const value = { kind: "choice" as const, chosen: options.map(({ id }) => id), ...kept };
  return { outcome: "clear", value, restated: restateChoice(choice, value) };
}

/** "REST; webhooks; another: files by SFTP." */
export function restateChoice(
  choice: Choice,
  value: { readonly chosen: readonly string[]; readonly other?: string },
): string {
  const titles = choice.options
    .filter(({ id }) => value.chosen.includes(id))
    .map(({ title }) => title.replace(/\.$/, ""));
  return `${[...titles, ...(value.other === undefined ? [] : [`another: ${value.other}`])].join("; ")}.`;
}

function invalid(problems: readonly Problem[]): Reading {
  return { outcome: "invalid", problems };
}

function isAlone(option: Option): boolean {
  return option.alone ?? option.id === "none";
}

function idsOf({ options, other }: Choice): string {
  return `${options.map(({ id }) => id).join(", ")}${other === undefined ? "" : `, or "other: ..."`}`;
}

interface Said {
  readonly names: readonly string[];
  readonly other?: string | undefined;
}

const otherForm = /(?:^|[,;\n]\s*(?:and\s+)?)other\s*:\s*(.*)$/is;

function partsOf(choice: Choice, given: unknown): Said | undefined {
  if (typeof given === "number") return { names: [String(given)] };
  if (typeof given === "string") return typed(choice, given);
  if (Array.isArray(given)) {
    if (!given.every((one) => typeof one === "string" || typeof one === "number") || given.length > 100)
      return undefined;
    const said = given.map((one) => typed(choice, String(one)));
    return {
      names: said.flatMap(({ names }) => names),
      other: said.find(({ other }) => other !== undefined)?.other,
    };
  }
  if (!isMapping(given) || Object.keys(given).some((key) => !["kind", "chosen", "other"].includes(key)))
    return undefined;
  const [chosen, other] = [own(given, "chosen") ?? [], own(given, "other")];
  const inner = partsOf(choice, chosen);
  if (!inner || (other !== undefined && typeof other !== "string")) return undefined;
  return { names: inner.names, other: other ?? inner.other };
}

function typed(choice: Choice, text: string): Said {
  const whole = oneLine(text);
  if (find(choice, whole, true)) return { names: [whole] };
  const other = otherForm.exec(text);
  const head = other ? text.slice(0, other.index) : text;
  const names = head
    .split(/[,;\n]/)
    .map((name) => oneLine(name).replace(/^(?:[-*•]|and|or)\s+/i, ""))
    .filter((name) => name !== "");
  return { names, ...(other && { other: other[1] ?? "" }) };
}

type Found =
  | { readonly option: readonly Option[] }
  | { readonly missing: string }
  | { readonly problem: string };

/** A name, or several joined by "and". */
function findAll(choice: Choice, name: string): readonly Found[] {
  const whole = find(choice, name);
  if (whole) return [whole];
  const pieces = name.split(/\s+(?:and|or|plus)\s+|\s*[&+/]\s*/).filter((piece) => piece !== "");
  const found = pieces.map((piece) => find(choice, piece) ?? namedIn(choice.options, piece));
  if (pieces.length > 0 && found.every((one) => one !== undefined)) return found;
  return [{ problem: `${quoted(name)} is none of them: ${idsOf(choice)}.` }];
}

function find({ options, many }: Choice, name: string, exact = false): Found | undefined {
  const said = name
    .replace(/\s*(?:[(,–-]\s*)?\b(?:because|since)\b.*$/i, "")
    .replace(
      /^(?:just|only|use|the|an?|option|number|we (?:use|want|need|have|take)|i(?:'d| would)? (?:take|like|want)|rather)\s+/i,
      "",
    )
    .replace(/^["'`(]+|["'`).]+$/g, "");
  const position = /^\d{1,3}$/.test(said) ? options[Number(said) - 1] : undefined;
  if (position) return { option: [position] };
  const word = slug(said);
  if (word === "") return undefined;
  const same = options.filter(({ id, title }) => slug(id) === word || slug(title) === word);
  if (same.length > 0) return { option: same.slice(0, 1) };
  if (exact) return undefined;
  if (many && /^(?:all|all-of-them|everything|both)$/.test(word) && (word !== "both" || options.length === 2))
    return { option: options.filter((option) => !isAlone(option) && option.id !== "other") };
  const begun = options.filter(
    ({ id, title }) => slug(id).startsWith(word) || slug(title).startsWith(`${word}-`),
  );
  if (word.length < 2 && begun.length !== 1) return undefined;
  if (begun.length === 1) return { option: begun };
  if (begun.length > 1)
    return { missing: `Which is meant by ${quoted(said)}: ${begun.map(({ id }) => id).join(" or ")}?` };
  return /^none-of/.test(word) ? find({ kind: "choice", options }, "none", true) : undefined;
}

/** "websockets", "a monolith" for modular-monolith, "web app" for web: the only option that it can be. */
function namedIn(options: readonly Option[], said: string): Found | undefined {
  const word = slug(said.replace(/^(?:an?|the)\s+/i, ""));
  const some = options.filter((option) => !isAlone(option) && option.id !== "other");
  for (const isNamed of [
    (id: string) => word === `${id}s`,
    (id: string) => word.length > 3 && id.split("-").includes(word),
    (id: string) => word.startsWith(`${id}-`) && !word.slice(id.length + 1).includes("-"),
  ]) {
    const found = some.filter(({ id }) => isNamed(slug(id)));
    if (found.length === 1) return { option: found };
  }
  return undefined;
}
