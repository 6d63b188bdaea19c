/** A picture in two forms: one that opens anywhere, and one that people can edit. */
export interface Diagram {
  /** Stands by itself: no script, no font and no style from elsewhere; light and dark. */
  readonly svg: string;
  /** The same in the language of Mermaid. */
  readonly mermaid: string;
  /** What is to be seen, in a sentence, for whoever cannot see it. */
  readonly alt: string;
}

/** Boxes and arrows: C4 context and containers. */
export interface Graph {
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Borders around nodes, such as the system's own. Arrows may lead to one as to a node. */
  readonly groups: readonly { readonly id: string; readonly title: string }[];
  /** Sentences below the picture. */
  readonly notes?: readonly string[];
}

export interface GraphNode {
  readonly id: string;
  readonly kind: "person" | "system" | "service" | "database" | "queue" | "store" | "outside";
  readonly title: string;
  /** In brackets below the title: "Node.js, TypeScript". */
  readonly technology?: string;
  readonly text?: string;
  readonly group?: string;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly text?: string;
  /** Something that is not waited for is drawn dashed. */
  readonly later?: boolean;
  /** Either side begins. */
  readonly both?: boolean;
}

/** Who says what to whom, in order. */
export interface Sequence {
  readonly title: string;
  readonly participants: readonly {
    readonly id: string;
    readonly title: string;
    readonly kind: GraphNode["kind"];
  }[];
  readonly steps: readonly SequenceStep[];
  /** Sentences below the picture. */
  readonly notes?: readonly string[];
}

export type SequenceStep =
  | {
      readonly step: "message";
      readonly from: string;
      readonly to: string;
      readonly text: string;
      readonly kind: "call" | "answer" | "event";
    }
  | { readonly step: "note"; readonly over: string; readonly text: string }
  /** What stands up to the next `end` happens only then. */
  | { readonly step: "when"; readonly text: string }
  | { readonly step: "end" };

/** Tables and how they refer to each other. */
export interface EntityDiagram {
  readonly title: string;
  readonly entities: readonly {
    readonly id: string;
    readonly title: string;
    readonly group?: string;
    readonly fields: readonly {
      readonly name: string;
      readonly type: string;
      readonly key?: "primary" | "foreign" | "unique";
      readonly optional?: boolean;
    }[];
  }[];
  readonly relations: readonly {
    /** Holds the reference. */
    readonly from: string;
    readonly to: string;
    readonly field: string;
    readonly optional?: boolean;
    readonly unique?: boolean;
    /** Across services: an id that PostgreSQL does not hold. */
    readonly loose?: boolean;
  }[];
  /** Titles of groups, where they are not their ids. */
  readonly groups?: readonly { readonly id: string; readonly title: string }[];
  /** Sentences below the picture. */
  readonly notes?: readonly string[];
}
