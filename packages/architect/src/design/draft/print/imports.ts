import { kebabCase } from "@lintel/runtime/tools";
import { layOut, sequence, text } from "../../../code/index.js";

/** `import { a, b } from "...";`, broken where it is long. */
export function importLine(names: readonly string[], from: string): string {
  return layOut(
    sequence(
      "import ",
      { kind: "list", open: "{", items: names, close: "}", padding: " " },
      ` from ${text(from)};`,
    ),
  );
}

/** The file of a service, without its ending. */
export function fileName(service: string): string {
  return kebabCase(service);
}
