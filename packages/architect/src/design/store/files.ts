import { join } from "node:path";

/** Where what belongs to a project's design lies. */
export interface DesignFiles {
  /** `ai/memory-bank/design.json` */
  readonly data: string;
  /** `docs/architecture` */
  readonly documents: string;
  /** There while files are put in their places: what a run that was cut short left is finished from it. */
  readonly writing: string;
}

/** From the project's folder, with slashes. */
export const documentsPath = "docs/architecture";
export const dataPath = "ai/memory-bank/design.json";

export function designFiles(directory: string): DesignFiles {
  return Object.freeze({
    data: join(directory, dataPath),
    documents: join(directory, documentsPath),
    writing: join(directory, ".lintel", "design-writing"),
  });
}
