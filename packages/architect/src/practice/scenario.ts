/** What the tests of this folder share: projects in scratch folders, which have the packages of the workspace. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import type { Requirement } from "../brief/index.js";
import { loadBlueprint, type Project } from "../project/index.js";
import { makeTests } from "./tests/index.js";

const workspace = fileURLToPath(new URL("../../../../", import.meta.url));
const execute = promisify(execFile);

/** As `lintel init` writes it. */
const tsconfig = JSON.stringify({
  compilerOptions: {
    target: "ES2023",
    lib: ["ES2023"],
    module: "NodeNext",
    moduleResolution: "NodeNext",
    types: ["node"],
    strict: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["**/*.ts"],
  exclude: ["node_modules", ".lintel"],
});
const biome = JSON.stringify({
  root: true,
  formatter: { indentStyle: "space", indentWidth: 2, lineWidth: 110 },
  javascript: { formatter: { quoteStyle: "double" } },
});

/** A folder with these files and those of `from`, removed after the test unless told. */
export function projectFolder(
  files: { readonly [path: string]: string },
  from: readonly string[] = [],
  whenOver: (remove: () => void) => void = onTestFinished,
): string {
  const folder = mkdtempSync(join(tmpdir(), "lintel-practice-"));
  whenOver(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));
  for (const one of from)
    cpSync(join(workspace, one), join(folder, one.split("/").at(-1) ?? one), { recursive: true });
  const all = {
    "package.json": '{ "type": "module" }\n',
    "tsconfig.json": tsconfig,
    "biome.json": biome,
    ".gitignore": "node_modules\n",
    ...files,
  };
  for (const [path, content] of Object.entries(all)) put(folder, path, content);
  symlinkSync(join(workspace, "node_modules"), join(folder, "node_modules"));
  return folder;
}

export function put(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

export function projectIn(directory: string): Project {
  const at = (name: string) => join(directory, name);
  return {
    directory,
    blueprint: at("blueprint.ts"),
    seed: at("seed.ts"),
    migrations: at("migrations"),
    state: at(".lintel"),
  };
}

/** Writes the tests of a folder. */
export async function makeTestsIn(directory: string, requirements: readonly Requirement[] = []) {
  const project = projectIn(directory);
  return makeTests(project, await loadBlueprint(project), requirements);
}

/** What the compiler, and of one folder the formatter, have to say; nothing where both are content. */
export async function complaints(directory: string, formatted = "acceptance"): Promise<string> {
  return (
    (await compilerComplaints(directory)) +
    (await told(directory, "@biomejs/biome/bin/biome", "format", formatted))
  );
}

/** What the compiler has to say of a project; nothing where it is content. */
export function compilerComplaints(directory: string): Promise<string> {
  return told(directory, "typescript/bin/tsc", "--noEmit");
}

/** What a program says that fails. */
async function told(directory: string, program: string, ...given: readonly string[]): Promise<string> {
  try {
    await execute(process.execPath, [join(workspace, "node_modules", program), ...given], { cwd: directory });
    return "";
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
    return `${stdout ?? ""}${stderr ?? String(error)}`;
  }
}

/** Commits all that is in the folder, and gives back the commit. */
export async function commitAll(directory: string): Promise<string> {
  const git = (...given: readonly string[]) =>
    execute("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...given], {
      cwd: directory,
    });
  await git("init", "--quiet");
  await git("add", "--all");
  await git("commit", "--quiet", "--no-verify", "--allow-empty", "--message", "as it is");
  return (await git("rev-parse", "HEAD")).stdout.trim();
}

export function requirement(id: string, statement: string, criteria: readonly string[] = []): Requirement {
  return { id, category: "scope", question: "scope.features", statement, priority: "P0", criteria };
}

export const notes = `import { anyone, entity, id, role, service, text } from "@lintel/runtime";

export const notes = service("notes", {
  entities: {
    note: entity({ body: text({ min: 1, max: 20 }) }, { rows: 1_000, access: { read: anyone, write: role("editor") } }),
  },
})`;
export const notebook = `import { system } from "@lintel/runtime";
import { notes } from "./services/notes.js";

export default system("notebook", { version: 1, services: [notes] });
`;
