import type { Architecture } from "../../architecture.js";
import { blocks, escapeMarkdown, heading, inCode, section } from "../../text/index.js";
import { sentence } from "../decision-lines.js";
import type { DocumentFile } from "../document.js";
import { serviceHeading } from "../system/index.js";
import { conventions } from "./conventions.js";
import { addressOf, asyncApiOf, openApiOf, operationsOf } from "./described-api.js";
import { errorCatalogue, usualCodes } from "./errors.js";
import { liveSection } from "./live.js";
import { operationSections } from "./operation-sections.js";
import { versions } from "./versions.js";

/** `api.md`, and the same for programs: `openapi.json`, `asyncapi.json`. */
export function apiDocuments(architecture: Architecture): readonly DocumentFile[] {
  const { needs, model } = architecture;
  const openApi = openApiOf(model);
  const operations = operationsOf(model, openApi);
  const text = blocks(
    heading(1, `${needs.name}: API specification`),
    `JSON over HTTP. [openapi.json](openapi.json) (OpenAPI 3.1) and [asyncapi.json](asyncapi.json) (AsyncAPI 3) say the same for programs; a running system serves both, with its own address in place of ${inCode(addressOf(model))}.`,
    conventions(architecture),
    ...model.services.map(({ name, description }) =>
      section(
        heading(2, serviceHeading(name)),
        ...operationSections(
          architecture,
          operations.filter((one) => one.service === name),
          usualCodes(operations),
        ).map((part, at) =>
          at === 0 && description ? blocks(sentence(escapeMarkdown(description)), part) : part,
        ),
      ),
    ),
    liveSection(architecture),
    errorCatalogue(architecture, operations),
    versions(architecture),
  );
  return [
    { path: "api.md", text: `${text}\n` },
    { path: "openapi.json", text: json(openApi) },
    { path: "asyncapi.json", text: json(asyncApiOf(model)) },
  ];
}

/** A line for each value, so that a change can be read. */
function json(document: unknown): string {
  return `${JSON.stringify(document, null, 1)}\n`;
}
