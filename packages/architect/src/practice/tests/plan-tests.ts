import type { EntityModel, ServiceModel, SystemModel } from "@lintel/runtime/tools";
import type { Requirement } from "../../brief/index.js";
import { sequence } from "../../code/index.js";
import { partsOf } from "./callers.js";
import { entityAccessTests } from "./entity-access.js";
import { entityLimitTests, makeHelper } from "./entity-limits.js";
import { fileName } from "./feature-name.js";
import { fieldAccessTests } from "./field-access.js";
import { operationTests, sendHelper } from "./operation-file.js";
import type { Helper, Import, PlannedFile } from "./planned.js";
import { rowHelpers } from "./rows.js";
import { requirementFiles } from "./subjects.js";

/** What Lintel brings into a service that sends webhooks: it has tests of its own. */
export const lintelsOwn: ReadonlySet<string> = new Set(["webhookEndpoint", "webhookDelivery"]);

/** All the tests that follow from a brief and a blueprint, in files by feature and subject. */
export function planTests(
  requirements: readonly Requirement[],
  model: SystemModel,
  imports: ReadonlyMap<string, Import>,
): readonly PlannedFile[] {
  const roles = rolesOf(model);
  const files = model.services.flatMap((service) => {
    const local = imports.get(service.name)?.name ?? service.name;
    const entities = service.entities.filter(({ name }) => !lintelsOwn.has(name));
    const rows = entities.flatMap((entity) => rowHelpers(entity, entities, local));
    return [
      ...entities.map((entity) => entityFile(entity, entities, service, local, roles, rows)),
      ...[...service.commands, ...service.queries]
        .filter(({ own }) => own !== true)
        .map(
          (operation): PlannedFile => ({
            path: `acceptance/${fileName(`${service.name} ${operation.name}`)}.test.ts`,
            helpers: [...common, ...sendHelper(operation)],
            tests: operationTests(operation, service, model, roles),
          }),
        ),
    ];
  });
  return [...requirementFiles(requirements, model), ...files].filter(({ tests }) => tests.length > 0);
}

function entityFile(
  entity: EntityModel,
  siblings: readonly EntityModel[],
  service: ServiceModel,
  local: string,
  roles: readonly string[],
  rows: readonly Helper[],
): PlannedFile {
  return {
    path: `acceptance/${fileName(`${service.name} ${entity.name}`)}.test.ts`,
    helpers: [...common, ...rows, ...makeHelper(entity, siblings)],
    tests: [
      ...entityAccessTests(entity, siblings, roles, local),
      ...fieldAccessTests(entity, siblings),
      ...entityLimitTests(entity),
    ],
  };
}

/** Every role that some rule names, in the order in which they are named. */
function rolesOf({ services }: SystemModel): readonly string[] {
  const rules = services.flatMap(({ entities, commands, queries }) => [
    ...entities.flatMap(({ access }) => Object.values(access)),
    ...[...commands, ...queries].map(({ rule }) => rule),
  ]);
  return [...new Set(rules.flatMap(partsOf).flatMap((one) => (one.kind === "role" ? [one.role] : [])))];
}

const common: readonly Helper[] = [
  {
    name: "app",
    code: [
      "let app: TestSystem;",
      "beforeAll(async () => {",
      "  app = await testSystem(blueprint);",
      "});",
      "afterAll(() => app?.stop());",
    ].join("\n"),
  },
  {
    name: "next",
    code: [
      "let made = 1_000;",
      "/** Another number each time: for values that no two rows may share. */",
      "const next = () => {",
      "  made += 1;",
      "  return made;",
      "};",
    ].join("\n"),
  },
  {
    name: "toBeStated",
    code: sequence(
      "/** What nobody could guess is for a person to state: put it where this is called. */\n",
      "function toBeStated(what: string): never {\n",
      ["  throw new Error(`Not written yet: state $", "{what}`);\n}"].join(""),
    ),
  },
];
