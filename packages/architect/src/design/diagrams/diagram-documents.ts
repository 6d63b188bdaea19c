import type { Architecture } from "../architecture.js";
import type { DocumentFile } from "../documents/document.js";
import { slugsOfNames } from "../text/index.js";
import type { Diagram } from "./diagram.js";
import { renderEntities } from "./entities/render-entities.js";
import { renderGraph } from "./graph/render-graph.js";
import { renderSequence } from "./sequence/render-sequence.js";
import { containersGraph } from "./views/containers.js";
import { contextGraph } from "./views/context.js";
import { allEntities, serviceEntities } from "./views/entities.js";
import { workflowSequence } from "./views/workflow.js";

/** A picture of the architecture with the name of its files. */
export interface NamedDiagram extends Diagram {
  /** Below `docs/architecture/diagrams`, without ending: `context`, `workflow-place-order`. */
  readonly name: string;
  readonly title: string;
}

/**
 * Every picture of an architecture: context, containers, a sequence for each workflow, all tables, and the tables of each service. The same for the
 * same architecture.
 */
export function diagramsOf(architecture: Architecture): readonly NamedDiagram[] {
  const { model, cut } = architecture;
  const context = contextGraph(architecture);
  const containers = containersGraph(architecture);
  const overview = allEntities(model);
  const workflows = slugsOfNames(cut.workflows.map(({ feature }) => feature.name));
  const services = slugsOfNames(model.services.map(({ name }) => name));
  return [
    { name: "context", title: context.title, ...renderGraph(context) },
    { name: "containers", title: containers.title, ...renderGraph(containers) },
    ...cut.workflows.map((workflow, at) => {
      const sequence = workflowSequence(workflow, architecture);
      return { name: `workflow-${workflows[at]}`, title: sequence.title, ...renderSequence(sequence) };
    }),
    ...(overview.entities.length > 0
      ? [{ name: "entities", title: overview.title, ...renderEntities(overview) }]
      : []),
    ...model.services.flatMap((service, at) => {
      if (service.entities.length === 0) return [];
      const tables = serviceEntities(service, model);
      return [{ name: `entities-${services[at]}`, title: tables.title, ...renderEntities(tables) }];
    }),
  ];
}

/** The files of every picture: `diagrams/<name>.svg`, and the same in the language of Mermaid as `diagrams/<name>.mmd`. */
export function diagramDocuments(architecture: Architecture): readonly DocumentFile[] {
  return diagramsOf(architecture).flatMap(({ name, svg, mermaid }) => [
    { path: `diagrams/${name}.svg`, text: svg },
    { path: `diagrams/${name}.mmd`, text: mermaid },
  ]);
}
