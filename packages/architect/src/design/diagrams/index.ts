export type {
  Diagram,
  EntityDiagram,
  Graph,
  GraphEdge,
  GraphNode,
  Sequence,
  SequenceStep,
} from "./diagram.js";
export { diagramDocuments, diagramsOf, type NamedDiagram } from "./diagram-documents.js";
export { renderEntities } from "./entities/render-entities.js";
export { renderGraph } from "./graph/render-graph.js";
export { renderSequence } from "./sequence/render-sequence.js";
export { type Calls, callsOf } from "./views/calls-of.js";
export { type Begins, beginningOf } from "./views/operation-of.js";
