import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Project } from "../project/project.js";
import { isImageWanted } from "./image.js";

const entry = fileURLToPath(new URL("./build-main.js", import.meta.url));

/** A process that makes the image of a project, out of the way of what serves. Nobody waits for it, and its failure is none. */
export interface ImageBuild {
  /** Ends it. Resolves when it is gone. */
  stop(): Promise<void>;
}

/** Begins to make the image of a project in a process of its own; nothing where LINTEL_CACHE is `off`. */
export function startBuild(project: Project): ImageBuild {
  if (!isImageWanted()) return { stop: async () => {} };
  const child = spawn(process.execPath, [entry, JSON.stringify(project)], {
    stdio: "ignore",
    windowsHide: true,
  });
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  return {
    stop() {
      child.kill("SIGKILL");
      return gone;
    },
  };
}
