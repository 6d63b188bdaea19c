import { type Code, call, layOut, sequence, text } from "../../code/index.js";

/** A file of tests as it is to be. */
export interface PlannedFile {
  /** From the project's folder: `acceptance/place-order.test.ts`. */
  readonly path: string;
  /** What its tests may need, in the order in which it stands; what none needs is left out. */
  readonly helpers: readonly Helper[];
  readonly tests: readonly PlannedTest[];
}

export interface PlannedTest {
  /** By which it is known again: the criterion's id, whatever the criterion says now; else its name. */
  readonly key: string;
  readonly name: string;
  readonly isAsync: boolean;
  readonly statements: readonly Code[];
}

/** Something that tests of a file have in common. */
export interface Helper {
  readonly name: string;
  readonly code: Code;
}

/** What is imported, by the name that it has in the file. */
export interface Import {
  readonly name: string;
  /** As it stands in the import: `TestSystem`, or `catalog as catalogService`; `default` for what is exported by default. */
  readonly imported: string;
  readonly from: string;
  readonly isType?: true;
}

/** The source of the file with these of its tests, without the line that says what it was made by. */
export function sourceOf(file: PlannedFile, imports: readonly Import[], tests = file.tests): string {
  const bodies = tests.map(({ name, isAsync, statements }) =>
    layOut(
      sequence(
        call("it", text(name), sequence(isAsync ? "async () => " : "() => ", { kind: "block", statements })),
        ";",
      ),
    ),
  );
  const helpers = needed(
    file.helpers.map(({ name, code }) => ({ name, source: layOut(code) })),
    bodies.join("\n"),
  );
  const body = [...helpers, ...bodies].join("\n\n");
  const used = imports.filter(({ name }) => mentions(body, name));
  return `${importLines(used)}\n\n${body}\n`;
}

/** Those that are mentioned, or that one of those mentions. */
function needed(
  helpers: readonly { readonly name: string; readonly source: string }[],
  by: string,
): readonly string[] {
  const wanted = new Set<string>();
  let text = by;
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const { name, source } of helpers) {
      if (wanted.has(name) || !mentions(text, name)) continue;
      wanted.add(name);
      text += source;
      isNew = true;
    }
  }
  return helpers.filter(({ name }) => wanted.has(name)).map(({ source }) => source);
}

function mentions(source: string, name: string): boolean {
  const escaped = name.replaceAll("$", "\\$");
  return new RegExp(`(?<![\\w$."'/])${escaped}(?![\\w$])`).test(source);
}

/** One line for each module: those of packages first, then those of the project, each in the order of the alphabet. */
function importLines(imports: readonly Import[]): string {
  const modules = [...new Set(imports.map(({ from }) => from))].sort(
    (one, other) => Number(one.startsWith(".")) - Number(other.startsWith(".")) || (one < other ? -1 : 1),
  );
  return modules
    .map((from) => {
      const all = imports.filter((one) => one.from === from);
      const whole = all.filter(({ imported }) => imported === "default").map(({ name }) => name);
      const named = all
        .filter(({ imported }) => imported !== "default")
        .sort((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1))
        .map(({ imported, isType }) => (isType ? `type ${imported}` : imported));
      const what: Code[] = [
        ...whole,
        ...(named.length > 0
          ? [{ kind: "list", open: "{", items: named, close: "}", padding: " " } as const]
          : []),
      ];
      const parts = what.flatMap((one, at) => (at === 0 ? [one] : [", ", one]));
      return layOut(sequence("import ", ...parts, ` from ${text(from)};`));
    })
    .join("\n");
}
