import type { Finding } from "@lintel/runtime/tools";
import type { Failure } from "../failure.js";
import type { Project } from "../project/index.js";

/** What `lintel dev` asks of the process that holds one version of the blueprint, in this order. */
export type Request =
  | { readonly ask: "load"; readonly project: Project }
  | { readonly ask: "push"; readonly databaseUrl: string; readonly acceptDataLoss: boolean }
  | {
      readonly ask: "serve";
      readonly databaseUrl: string;
      readonly port: number;
      readonly metricsPort: number;
      readonly metricsHost: string | undefined;
    }
  | { readonly ask: "examples" }
  | { readonly ask: "stop"; readonly reason: string };

/** What it answers. `refused` ends its life. */
export type Answers = {
  /** `outdated`: the image that this process is made of is not what the files say now. Another must do it. */
  readonly load: ReadBlueprint | { readonly outdated: true };
  readonly push: { readonly changes: number };
  readonly serve: Addresses;
  readonly examples: { readonly lines: readonly string[] };
  readonly stop: Record<string, never>;
};

export interface ReadBlueprint {
  readonly system: string;
  readonly findings: readonly Finding[];
}

export interface Addresses {
  readonly api: string;
  readonly metrics: string | undefined;
}

export type Reply =
  /** The first word: the runtime is loaded, and requests are heard. What was sent before would be lost. */
  | { readonly answer: "born" }
  | { readonly answer: keyof Answers; readonly value: Answers[keyof Answers] }
  | { readonly refused: Failure; readonly findings?: readonly Finding[] };
