/** A file below `docs/architecture`, rendered: the same bytes for the same architecture. */
export interface DocumentFile {
  /** From `docs/architecture`, with slashes: `system.md`, `diagrams/context.svg`. */
  readonly path: string;
  readonly text: string;
}
