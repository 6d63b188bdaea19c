import type { Finding } from "@lintel/runtime/tools";
import type { Failure } from "../failure.js";
import type { Addresses } from "./version-messages.js";

/** What happens while a project is developed, for whoever shows it. Durations are milliseconds. */
export type Happening =
  | { readonly is: "doing"; readonly what: string }
  | { readonly is: "ready"; readonly ready: Ready; readonly milliseconds: number }
  | { readonly is: "saved"; readonly files: readonly string[] }
  | { readonly is: "reloaded"; readonly changes: number; readonly milliseconds: number }
  | { readonly is: "warned"; readonly findings: readonly Finding[] }
  | {
      readonly is: "refused";
      readonly failure: Failure;
      readonly findings: readonly Finding[];
      /** Whether an earlier version goes on serving. */
      readonly serving: boolean;
    }
  | { readonly is: "crashed"; readonly how: number | string };

/** What serves for the first time, and where. */
export interface Ready extends Addresses {
  readonly system: string;
  readonly databaseUrl: string;
  /** Ports that are not those that were asked for. */
  readonly moved: readonly { readonly what: string; readonly from: number; readonly to: number }[];
  /** Lines to paste into a shell. */
  readonly examples: readonly string[];
}
