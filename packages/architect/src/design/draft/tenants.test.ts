import { checkSystem, resolve, type SystemModel } from "@lintel/runtime/tools";
import { beforeAll, expect, it } from "vitest";
import { keptInterviews, takenFrom } from "../../cli/interview/fixture.js";
import { projectFolder, projectIn } from "../../practice/scenario.js";
import { loadBlueprint } from "../../project/index.js";
import { type EntityNeed, type Needs, needsOf } from "../needs/index.js";
import { asFiles, drafted } from "./fixture.js";

let needs: Needs;
beforeAll(async () => {
  const kept = keptInterviews.find(({ name }) => name === "saas");
  if (!kept) throw new TypeError("There is no interview of a system that organisations share.");
  needs = needsOf((await takenFrom(kept)).interview.brief);
});

async function modelOf(given: Needs): Promise<SystemModel> {
  const system = await loadBlueprint(projectIn(projectFolder(asFiles(drafted(given)))));
  expect(checkSystem(system).map(({ code, path }) => [code, path])).toEqual([]);
  return resolve(system);
}
const entitiesOf = ({ services }: SystemModel) => services.flatMap(({ entities }) => entities);
const named = (model: SystemModel, name: string) => entitiesOf(model).find((one) => one.name === name);
const entity = (name: string, holds: string, privacy: EntityNeed["privacy"]): EntityNeed => ({
  ...(needs.entities[0] as EntityNeed),
  name,
  holds,
  privacy,
});

it("gives each row its organisation, and says why the organisations themselves have none", async () => {
  const model = await modelOf(needs);
  expect(model.tenants).toBe(true);
  expect(named(model, "organisation")?.shared).toMatch(/themselves/);
  const others = entitiesOf(model).filter(({ name }) => name !== "organisation");
  for (const { name, tenant } of others) expect([name, tenant !== undefined]).toEqual([name, true]);
  expect(model.environments.production?.settings.authentication?.tenantClaim).toBe("tenant");
});

it("takes the token's word for it where no entity is about the organisations", async () => {
  const model = await modelOf({
    ...needs,
    entities: needs.entities.filter(({ name }) => name !== "organisation"),
  });
  expect(named(model, "shift")?.tenant).toMatchObject({ name: "tenant", type: { kind: "uuid" } });
});

it("lets organisations refer to what is theirs by its id, since a row that others see leads to none", async () => {
  const organisation = entity("organisation", "name, employee", "internal");
  const model = await modelOf({
    ...needs,
    entities: needs.entities.map((one) => (one.name === "organisation" ? organisation : one)),
  });
  expect(named(model, "organisation")?.byName.get("employee")?.type).toMatchObject({ kind: "uuid" });
});

it("drafts no tenants where each organisation has a database of its own", async () => {
  const alone = { ...needs, tenants: { ...needs.tenants, value: { count: 5, largest: 0.9 } } } as Needs;
  const model = await modelOf(alone);
  expect(model.tenants).toBe(false);
});
