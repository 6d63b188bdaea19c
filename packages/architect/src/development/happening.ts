import type { Finding } from "@lintel/runtime/tools";
import type { Failure } from "../failure.js";
import type { Addresses } from "./version-messages.js";

/** What happens while a project is developed, for whoever shows it. Durations are milliseconds. */
export type Happening =
  | { readonly is: "doing"; readonly what: string }
  | { readonly is: "ready"; readonly ready: Ready; readonly milliseconds: number }
  | { readonly is: "saved"; readonly files: readonly string[] }
  | {
      readonly is: "reloaded";
      readonly changes: number;
      readonly milliseconds: number;
      /** Ports that another program took while nothing was served. */
      readonly moved: readonly Moved[];
    }
  | { readonly is: "warned"; readonly findings: readonly Finding[] }
  | {
      readonly is: "refused";
      readonly failure: Failure;
      readonly findings: readonly Finding[];
      /** Whether an earlier version goes on serving. */
      readonly serving: boolean;
    }
  | { readonly is: "crashed"; readonly how: number | string };

/** A port that is not the one that was asked for, since another program has that one. */
export interface Moved {
  readonly what: string;
  readonly from: number;
  readonly to: number;
}

/** What serves for the first time, and where. */
export interface Ready extends Addresses {
  readonly system: string;
  readonly databaseUrl: string;
  /** Ports that are not those that were asked for. */
  readonly moved: readonly Moved[];
  /** Lines to paste into a shell. */
  readonly examples: readonly string[];
}
