import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Edit, Part } from "./part.js";
import { lookAt, removeFile, writeWhole } from "./place.js";
import { type Target, targets } from "./targets.js";

export { type Target, targets } from "./targets.js";

/** What became of a file, or would. */
export interface Done {
  readonly path: string;
  readonly outcome: "same" | "created" | "updated" | "removed" | "left";
  /** Where it was left: why. */
  readonly why?: string;
}

export interface Asked {
  readonly directory: string;
  readonly for: readonly Target[];
  /** Also what a person changed of Lintel's own is written anew. */
  readonly replace: boolean;
  /** Only tells: nothing is written. */
  readonly dry: boolean;
}

/** Writes what makes agents gather requirements first. Outside of its own sections, entries and files, no byte changes. */
export function installAgent(asked: Asked): readonly Done[] {
  return each(asked, (part, text) => part.install(text, asked.replace));
}

/** Takes away what `installAgent` wrote, and nothing else. */
export function removeAgent(asked: Asked): readonly Done[] {
  return each(asked, (part, text) => part.remove(text, asked.replace));
}

/** Those programs that a project shows signs of; all where it shows none. */
export function targetsIn(directory: string): readonly Target[] {
  const found = targets.filter(({ signs }) => signs.some((sign) => existsSync(join(directory, sign))));
  return found.length > 0 ? found : targets;
}

function each(asked: Asked, editOf: (part: Part, text: string | undefined) => Edit): readonly Done[] {
  return asked.for.flatMap(({ parts }) => parts).map((part) => edit(asked, part, editOf));
}

function edit(
  { directory, dry }: Asked,
  part: Part,
  editOf: (part: Part, text: string | undefined) => Edit,
): Done {
  const { path } = part;
  const place = lookAt(directory, path);
  if (place.state === "unusable") return { path, outcome: "left", why: place.why };
  const wanted = editOf(part, place.state === "there" ? place.text : undefined);
  switch (wanted.kind) {
    case "same":
      return { path, outcome: "same" };
    case "leave":
      return { path, outcome: "left", why: wanted.why };
    case "delete":
      if (!dry) removeFile(place.file);
      return { path, outcome: "removed" };
    case "write":
      if (!dry) writeWhole(place.file, wanted.text);
      return { path, outcome: place.state === "there" ? "updated" : "created" };
  }
}
