import { dirname, join } from "node:path/posix";
import { type Snapshot, textOf } from "../git/index.js";
import { matcher } from "../ignore/index.js";
import { isObject, type Manifest, manifestsAbove } from "../packages/index.js";

/** The manifest beside which the lock file of a package stands: its own, or that of the workspace which it belongs to. */
export function lockingManifest(snapshot: Snapshot, manifest: Manifest): Manifest {
  const above = manifestsAbove(snapshot, join(dirname(manifest.folder), "package.json"));
  if (manifest.folder === ".") return manifest;
  return above.find((root) => holds(snapshot, root, manifest.folder)) ?? manifest;
}

/** Whether a workspace has a folder among its packages. */
function holds(snapshot: Snapshot, root: Manifest, folder: string): boolean {
  const within = root.folder === "." ? folder : folder.slice(root.folder.length + 1);
  const patterns = patternsOf(snapshot, root);
  const matches = (pattern: string) => {
    const given = pattern.replace(/^\.\//, "").replace(/\/$/, "");
    return matcher(given)(within) && !matcher(`${given}/**/?*`)(within);
  };
  return (
    patterns.some((pattern) => !pattern.startsWith("!") && matches(pattern)) &&
    !patterns.some((pattern) => pattern.startsWith("!") && matches(pattern.slice(1)))
  );
}

function patternsOf(snapshot: Snapshot, root: Manifest): readonly string[] {
  const { workspaces } = root.data;
  const listed = isObject(workspaces) ? workspaces.packages : workspaces;
  const pnpm = textOf(snapshot, join(root.folder, "pnpm-workspace.yaml")) ?? "";
  const [, block = ""] = /^packages:[ \t]*\n((?:[ \t]*-.*\n?|[ \t]*#.*\n?|\n)*)/m.exec(pnpm) ?? [];
  const items = [...block.matchAll(/^[ \t]*-[ \t]*["']?([^"'#\n]+?)["']?[ \t]*(?:#.*)?$/gm)].map(
    ([, item]) => item ?? "",
  );
  return [...(Array.isArray(listed) ? listed : []), ...items].filter((one) => typeof one === "string");
}
