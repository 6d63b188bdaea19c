import { createHash } from "node:crypto";
import type { Node } from "oxc-parser";

/**
 * What the ledger knows a test by, of its call in the syntax tree, parsed without parentheses: the same however it is laid out and
 * commented on, and another when it says something else.
 */
export function digestOfTest(node: Node): string {
  const text = JSON.stringify(node, (key, value: unknown) => {
    if (key === "start" || key === "end" || key === "raw" || key === "parent") return undefined;
    return typeof value === "bigint" ? `${value}n` : value;
  });
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
