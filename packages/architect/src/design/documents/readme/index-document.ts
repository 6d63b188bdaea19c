import type { Architecture } from "../../architecture.js";
import { blocks, escapeMarkdown, heading } from "../../text/index.js";
import { sentence } from "../decision-lines.js";
import type { DocumentFile } from "../document.js";
import { plain } from "../entities.js";
import { contents } from "./contents.js";
import { servicesAtAGlance } from "./services-at-a-glance.js";
import { traceability } from "./traceability.js";

/** `README.md`: what there is to read, the services at a glance, and each requirement with where it is met. `files` are all others. */
export function indexDocument(architecture: Architecture, files: readonly DocumentFile[]): DocumentFile {
  const { needs, model } = architecture;
  return {
    path: "README.md",
    text: `${blocks(
      heading(1, `${needs.name}: architecture`),
      model.description === undefined || plain(model.description) === plain(needs.name)
        ? undefined
        : sentence(escapeMarkdown(model.description)),
      "`lintel design` renders these pages from the brief, what was decided, and the blueprint, and `lintel check` fails when they are stale. So change those, and not these pages.",
      contents(files),
      servicesAtAGlance(architecture),
      traceability(architecture, files),
    )}\n`,
  };
}
