import { ToolError } from "../../../tool-error.js";

export type { Comment, Node, ParseResult, Program } from "oxc-parser";
export type Parser = typeof import("oxc-parser");

let loading: Promise<Parser> | undefined;

/**
 * The parser. It is a native module, one package for each platform, and only loaded where there is something to parse.
 *
 * @throws ToolError PARSER_MISSING
 */
export function loadParser(): Promise<Parser> {
  loading ??= import("oxc-parser").catch((cause: unknown) => {
    throw new ToolError(
      "PARSER_MISSING",
      `The parser of TypeScript has no native part for ${process.platform}-${process.arch} here: ${cause instanceof Error ? cause.message : String(cause)}`,
      "Install again with optional dependencies, on this platform: npm install --include=optional",
      { cause },
    );
  });
  return loading;
}
