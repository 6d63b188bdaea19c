import { slug } from "../answer/given.js";
import { blocksOf, plain } from "./blocks.js";
import type { Draft, FoundRow, FoundText, Unsure } from "./draft.js";
import { featuresIn, type PriorityOf } from "./features.js";
import { figuresIn, regulationsIn } from "./figures.js";
import { listsIn } from "./lists.js";
import { isGap } from "./phrases.js";
import { type Section, sectionsOf } from "./sections.js";
import { tablesIn } from "./tables.js";

/** A file of a specification, by its path as it was named. */
export interface SpecificationFile {
  readonly file: string;
  readonly text: string;
}

/** Reads a specification of spec-kit, of Kiro or in plain Markdown, and tells what it says for certain and from which line. */
export function readSpecification(files: readonly SpecificationFile[]): Draft {
  const all = files.map(({ file, text }) => ({ file, blocks: blocksOf(text) }));
  const form = formOf(files);
  const read = all.map(({ file, blocks }) => {
    const sections = sectionsOf(blocks);
    const features = featuresIn(sections, file, priorityOf(form));
    const lists = listsIn(sections, file);
    const figures = figuresIn(blocks, file);
    return {
      title: titleOf(sections),
      rows: [...features.rows, ...tablesIn(sections, file), ...lists.rows],
      parts: figures.parts,
      choices: regulationsIn(blocks, file),
      texts: problemIn(sections, file),
      unsure: [...features.unsure, ...lists.unsure, ...figures.unsure],
    };
  });
  const unsure: Unsure[] = read.flatMap((one) => one.unsure);
  return {
    form,
    title: read.find(({ title }) => title)?.title,
    rows: merged(read.flatMap(({ rows }) => rows)),
    parts: read.flatMap(({ parts }) => parts),
    choices: read.flatMap(({ choices }) => choices),
    texts: read.flatMap(({ texts }) => texts).slice(0, 1),
    unsure: unsure.sort((one, other) =>
      one.from.file === other.from.file ? one.from.line - other.from.line : 0,
    ),
  };
}

function formOf(files: readonly SpecificationFile[]): Draft["form"] {
  const says = (pattern: RegExp) => files.some(({ text }) => pattern.test(text));
  if (says(/^#+\s*Feature Specification\b/im) || says(/^#+\s*User Story \d+\s*[-–—].*Priority:/im))
    return "spec-kit";
  return says(/^#+\s*Requirement \d+/im) && says(/^#+\s*Acceptance Criteria\s*$/im) ? "kiro" : "plain";
}

/** In spec-kit P1 is what must be there, and in Kiro all that is required must. */
function priorityOf(form: Draft["form"]): PriorityOf {
  if (form === "plain") return (said) => said;
  if (form === "kiro") return (said) => said ?? "P0";
  const shifted: { readonly [said: string]: string } = { P1: "P0", P2: "P1", P3: "P2" };
  return (said) => (said === undefined ? undefined : (shifted[said] ?? said));
}

function titleOf(sections: readonly Section[]): string | undefined {
  const heading = sections
    .find(({ level }) => level === 1)
    ?.heading.replace(
      /^(?:feature )?(?:specification|spec|prd|requirements?)(?: document)?\s*[:–—-]\s*/i,
      "",
    );
  return heading && !isGap(heading) && !/^(?:requirements?|specification)(?: document)?$/i.test(heading)
    ? heading
    : undefined;
}

/** What the first section says that speaks of the problem. */
function problemIn(sections: readonly Section[], file: string): readonly FoundText[] {
  const found: FoundText[] = [];
  for (const { topic, blocks } of sections) {
    if (topic !== "problem") continue;
    const said = blocks.filter(
      ({ kind, text }) => kind !== "row" && !isGap(text) && !/^\*\*[^*]+\*\*\s*:/.test(text),
    );
    const text = said.map((block) => plain(block.text)).join("\n");
    if (text !== "" && said[0])
      found.push({ question: "scope.problem", text, from: { file, line: said[0].line } });
  }
  return found.slice(0, 1);
}

/** Rows of the same name as one: what the first does not say, a later one adds. */
function merged(rows: readonly FoundRow[]): readonly FoundRow[] {
  const byName = new Map<string, FoundRow>();
  for (const row of rows) {
    const key = `${row.question} ${slug(String(row.cells.name ?? ""))}`;
    const before = byName.get(key);
    if (!before) byName.set(key, row);
    else
      byName.set(key, {
        ...before,
        cells: joined(before.cells, row.cells),
        from: [...before.from, ...row.from],
      });
  }
  return [...byName.values()];
}

function joined(one: FoundRow["cells"], other: FoundRow["cells"]): FoundRow["cells"] {
  const cells = { ...other, ...one };
  for (const column of ["criteria", "outcome"]) {
    const [first, second] = [one[column], other[column]];
    if (Array.isArray(first) && Array.isArray(second)) cells[column] = [...new Set([...first, ...second])];
  }
  const [does, more] = [one.does, other.does];
  if (typeof does === "string" && typeof more === "string" && does !== more) cells.does = `${does}; ${more}`;
  return cells;
}
