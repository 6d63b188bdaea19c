import { resolve, type System } from "@lintel/runtime/tools";
import type { Requirement } from "../../brief/index.js";
import type { Project } from "../../project/index.js";
import { planTests } from "./plan-tests.js";
import type { Import } from "./planned.js";
import { serviceImports, specifier } from "./services.js";
import { type WrittenTests, writeTests } from "./write-tests.js";

/**
 * Writes the acceptance tests of a project that follow from what its brief asks for and from its blueprint, into `acceptance/`.
 *
 * @throws ToolError SERVICE_NOT_EXPORTED, TESTS_UNREADABLE
 */
export async function makeTests(
  project: Project,
  system: System,
  requirements: readonly Requirement[],
): Promise<WrittenTests> {
  const services = await serviceImports(project, system);
  const files = planTests(requirements, resolve(system), services);
  const imports = [
    ...kit,
    { name: "blueprint", imported: "default", from: specifier(project.directory, project.blueprint) },
  ];
  return writeTests(project.directory, files, [...imports, ...services.values()]);
}

const testing = "@lintel/runtime/testing";
const kit: readonly Import[] = [
  { name: "TestClient", imported: "TestClient", from: testing, isType: true },
  { name: "TestSystem", imported: "TestSystem", from: testing, isType: true },
  { name: "testSystem", imported: "testSystem", from: testing },
  ...["afterAll", "beforeAll", "expect", "it"].map((name) => ({ name, imported: name, from: "vitest" })),
];
