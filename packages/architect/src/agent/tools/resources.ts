import { readFileSync } from "node:fs";
import { briefFiles, renderBrief } from "../../brief/index.js";
import { designFiles } from "../../design/store/index.js";
import { readDocuments } from "../../knowledge/index.js";
import { openInterview } from "./conversation.js";
import { openContradictions, showContradiction } from "./outcome.js";
import { showQuestion } from "./show-question.js";
import type { Project } from "./tool.js";

export interface Resource {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: string;
}

interface Readable extends Resource {
  read(project: Project): string;
}

const readable: readonly Readable[] = [
  {
    uri: "lintel://brief",
    name: "brief",
    title: "The brief",
    description: "The brief for people to read, as Markdown.",
    mimeType: "text/markdown",
    read: (project) => renderBrief(openInterview(project).interview.brief),
  },
  {
    uri: "lintel://brief.json",
    name: "brief.json",
    title: "The brief as data",
    description: "The same content as data, as it lies beside the brief.",
    mimeType: "application/json",
    read(project) {
      openInterview(project);
      return readFileSync(briefFiles(project.directory).data, "utf8");
    },
  },
  {
    uri: "lintel://questions",
    name: "questions",
    title: "The questions",
    description: "Every question that this project is asked, with its state and what was said.",
    mimeType: "application/json",
    read(project) {
      const { interview } = openInterview(project);
      return json(interview.questions.map((question) => showQuestion(interview, question)));
    },
  },
  {
    uri: "lintel://contradictions",
    name: "contradictions",
    title: "What is at odds",
    description: "Answers that cannot both hold, with ways out. A person decides.",
    mimeType: "application/json",
    read: (project) => json(openContradictions(openInterview(project).interview).map(showContradiction)),
  },
  {
    uri: "lintel://architecture",
    name: "architecture",
    title: "The documents of the design",
    description:
      "The documents of `docs/architecture`: their addresses and titles. Empty before `lintel design` was run.",
    mimeType: "application/json",
    read: (project) =>
      json(
        documentsOf(project).map(({ path, text }) => ({
          uri: `${documentsAddress}${path}`,
          title: /^# (.+)$/m.exec(text)?.[1] ?? path,
          mimeType: mimeTypeOf(path),
        })),
      ),
  },
];

const documentsAddress = "lintel://architecture/";

/** Resources whose addresses hang on what a project has. */
export const resourceTemplates = Object.freeze([
  Object.freeze({
    uriTemplate: `${documentsAddress}{+path}`,
    name: "architecture-document",
    title: "A document of the design",
    description: "One document of `docs/architecture` by its path: `system.md`, `decisions/0007-...md`.",
  }),
]);

export const resources: readonly Resource[] = Object.freeze(
  readable.map(({ read: _, ...resource }) => Object.freeze(resource)),
);

/**
 * The text of a resource; undefined where there is no such resource.
 *
 * @throws Refusal BRIEF_MISSING; ToolError with a code that begins with `BRIEF_`
 */
export function readResource(
  uri: string,
  project: Project,
): { readonly mimeType: string; readonly text: string } | undefined {
  if (uri.startsWith(documentsAddress)) {
    const wanted = uri.slice(documentsAddress.length);
    const document = documentsOf(project).find(({ path }) => path === wanted);
    return document && { mimeType: mimeTypeOf(document.path), text: document.text };
  }
  const resource = readable.find((one) => one.uri === uri);
  return resource && { mimeType: resource.mimeType, text: resource.read(project) };
}

function documentsOf({ directory }: Project) {
  return readDocuments(designFiles(directory).documents);
}

const mimeTypes: { readonly [ending: string]: string } = {
  md: "text/markdown",
  json: "application/json",
  csv: "text/csv",
  svg: "image/svg+xml",
  yml: "application/yaml",
  yaml: "application/yaml",
};

function mimeTypeOf(path: string): string {
  return mimeTypes[path.split(".").at(-1) ?? ""] ?? "text/plain";
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
