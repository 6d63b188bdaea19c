import { join } from "node:path";
import {
  checkSystem,
  LintelError,
  loadServer,
  push,
  type Running,
  resolve,
  type System,
} from "@lintel/runtime/tools";
import { asFailure } from "../failure.js";
import { requireBrief } from "../gate/index.js";
import type { Image } from "../image/index.js";
import { developmentIssuer } from "../project/development-keys.js";
import { developmentSecret } from "../project/development-secret.js";
import { isSystem, loadBlueprint, type Project, readTypeScript } from "../project/index.js";
import { ToolError } from "../tool-error.js";
import { exampleLines } from "./example-lines.js";
import type { Answers, Reply, Request } from "./version-messages.js";

let image: Image | undefined;
let loaded: { readonly project: Project; readonly system: System } | undefined;
let running: Running | undefined;

const answerTo = {
  async load({ project }) {
    const system = image ? await imagined(image) : await loadBlueprint(project);
    if (!system) return { outdated: true };
    const findings = checkSystem(system);
    if (findings.some((finding) => finding.severity === "error")) {
      reply({ refused: hasErrors(system), findings });
      return undefined;
    }
    await requireBrief(project, "dev", system);
    loaded = { project, system };
    return { system: system.name, findings };
  },
  async push({ databaseUrl, acceptDataLoss }) {
    const model = resolve(blueprint().system);
    const { changes } = await push({ url: databaseUrl, model, acceptDataLoss }).catch(explainLoss);
    return { changes: changes.length };
  },
  async serve({ databaseUrl, port, metricsPort, metricsHost }) {
    const { project, system } = blueprint();
    const { serve } = await loadServer();
    running = await serve({
      system,
      environment: "development",
      databaseUrl,
      port,
      metricsPort,
      metricsHost,
      moveTakenPorts: true,
      development: developmentIssuer(project),
      secret: developmentSecret(project),
      pages: join(project.directory, "pages"),
      log: "pretty",
    });
    return { api: running.url, metrics: running.metricsUrl };
  },
  async examples() {
    const { project, system } = blueprint();
    if (!running) return { lines: [] };
    return { lines: await exampleLines(resolve(system), running.url, developmentIssuer(project)) };
  },
  async stop({ reason }) {
    await running?.stop(reason);
    return {};
  },
} satisfies {
  readonly [A in Request["ask"]]: (request: Extract<Request, { ask: A }>) => Promise<Answers[A] | undefined>;
};

/**
 * Does what `lintel dev` asks of this process, one thing at a time. Of the project's image, where there is one, this very
 * module is a part, and the blueprint is another.
 */
export async function liveVersion(from?: Image): Promise<void> {
  image = from;
  process.on("message", (request: Request) => {
    const act = answerTo[request.ask] as (request: Request) => Promise<Answers[Request["ask"]] | undefined>;
    act(request).then(
      (value) => value && reply({ answer: request.ask, value }),
      (error: unknown) => reply({ refused: asFailure(error) }),
    );
  });
  // Everything that does not depend on the blueprint is loaded before it is asked for. One after the other: once
  // TypeScript can be read, every module takes a way round through its loader.
  await loadServer();
  if (!image) await readTypeScript();
  reply({ answer: "born" });
}

/** The system of an image; undefined where the files say something else by now, or it must be told what they lack. */
async function imagined(image: Image): Promise<System | undefined> {
  const value = await image.blueprint().catch(() => undefined);
  return isSystem(value) ? value : undefined;
}

function blueprint(): { readonly project: Project; readonly system: System } {
  if (loaded) return loaded;
  throw new TypeError("The blueprint has not been loaded.");
}

function reply(message: Reply): void {
  process.send?.(message);
}

function explainLoss(error: unknown): never {
  if (!(error instanceof LintelError) || error.code !== "DATA_LOSS_REFUSED") throw error;
  throw new ToolError(
    "SCHEMA_WOULD_LOSE_DATA",
    error.message,
    "Take the change back; or stop, and accept the loss with: lintel dev --accept-data-loss",
    { cause: error },
  );
}

function hasErrors(system: System) {
  return asFailure(
    new ToolError("BLUEPRINT_HAS_ERRORS", `The blueprint of "${system.name}" has errors.`, "lintel check"),
  );
}
