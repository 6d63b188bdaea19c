import { randomUUID } from "node:crypto";
import { type TestSystem, testSystem } from "@lintel/runtime/testing";
import { resolve, type System, type SystemModel } from "@lintel/runtime/tools";
import { describe, expect, it, onTestFinished } from "vitest";
import { keptInterviews, takenFrom } from "../../cli/interview/fixture.js";
import { projectFolder, projectIn } from "../../practice/scenario.js";
import { loadBlueprint } from "../../project/index.js";
import { needsOf } from "../needs/index.js";
import { asFiles, drafted } from "./fixture.js";

interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: { readonly [name: string]: Schema };
}

interface Api {
  readonly paths: {
    readonly [path: string]:
      | {
          readonly post?: {
            readonly requestBody: {
              readonly content: { readonly "application/json": { readonly schema: Schema } };
            };
          };
          readonly get?: {
            readonly parameters?: readonly {
              readonly name?: string;
              readonly required?: boolean;
              readonly schema?: Schema;
            }[];
          };
        }
      | undefined;
  };
}

const formats: { readonly [format: string]: string } = {
  uuid: "0198c0a0-0000-7000-8000-000000000000",
  date: "2026-11-23",
  "date-time": "2026-11-23T09:30:00Z",
  email: "ada@example.com",
  uri: "https://example.com/a",
};

/** A value that a schema of an input takes: only what is needed. */
function sample(schema: Schema): unknown {
  const type = typeof schema.type === "string" ? schema.type : schema.type?.[0];
  if (schema.enum) return schema.enum[0];
  if (type === "object")
    return Object.fromEntries(
      (schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {})]),
    );
  if (type === "array") return Array.from({ length: schema.minItems ?? 1 }, () => sample(schema.items ?? {}));
  if (type === "integer") return Math.max(1, schema.minimum ?? 1);
  if (type === "boolean") return true;
  if (schema.format && formats[schema.format]) return formats[schema.format];
  if (schema.pattern === "^[A-Z]{3}$") return "EUR";
  return schema.pattern ? "1" : "a".repeat(Math.max(1, schema.minLength ?? 1));
}

/** Somebody with every role that some rule names, of some organisation. */
const everybody = (app: TestSystem, model: SystemModel, tenant = formats.uuid) =>
  app.as({
    tenant,
    roles: [...new Set(JSON.stringify(model).match(/(?<="kind":"role","role":")[^"]+/g) ?? [])],
  });

async function booted(system: System): Promise<TestSystem> {
  const app = await testSystem(system);
  onTestFinished(() => app.stop());
  return app;
}

describe("the drafts of the eight interviews, served", () => {
  it.each(keptInterviews)(
    "$name: lists answer, and commands and queries say that they are not written yet",
    async (kept) => {
      const files = drafted(needsOf((await takenFrom(kept)).interview.brief));
      const system = await loadBlueprint(projectIn(projectFolder(asFiles(files))));
      const model = resolve(system);
      const app = await booted(system);
      const caller = everybody(app, model);
      const { paths } = (await (await fetch(`${app.url}/openapi.json`)).json()) as Api;
      const seen: string[] = [];
      for (const service of model.services) {
        for (const { name, path, access } of service.entities) {
          const { status } = await caller.get(path);
          expect([name, status]).toEqual([name, access.read.kind === "nobody" ? 404 : 200]);
          seen.push(access.read.kind === "nobody" ? "closed" : "list");
        }
        for (const { name, path, own } of service.commands) {
          if (own) continue;
          const sent = paths[path]?.post?.requestBody.content["application/json"].schema ?? {};
          const { status, body } = await caller.post(path, sample(sent));
          expect([name, status, body.code, body.errors]).toEqual([name, 501, "NOT_IMPLEMENTED", undefined]);
          seen.push("command");
        }
        for (const { name, path } of service.queries) {
          const asked = (paths[path]?.get?.parameters ?? [])
            .filter((one) => one.required && one.schema)
            .map((one) => `${one.name}=${encodeURIComponent(String(sample(one.schema ?? {})))}`);
          const { status, body } = await caller.get(`${path}?${asked.join("&")}`);
          expect([name, status, body.code]).toEqual([name, 501, "NOT_IMPLEMENTED"]);
          seen.push("query");
        }
      }
      expect(seen).toContain("list");
      expect(seen).toContain("command");
    },
    120_000,
  );
});

describe("the draft of what several organisations share", () => {
  it("shows nobody what another organisation has, by whichever door", async () => {
    const kept = keptInterviews.find(({ name }) => name === "saas");
    if (!kept) throw new TypeError("There is no interview of a system that organisations share.");
    const files = drafted(needsOf((await takenFrom(kept)).interview.brief));
    const system = await loadBlueprint(projectIn(projectFolder(asFiles(files))));
    const model = resolve(system);
    const app = await booted(system);
    const [one, other] = [randomUUID(), randomUUID()];
    for (const [id, name] of [
      [one, "One"],
      [other, "Other"],
    ])
      await app.sql`insert into organisations.organisations (id, name, plan, domains, created_at)
                    values (${id}, ${name}, 'free', '{}', now())`;
    const shifts = new Map<string, string>();
    for (const id of [one, other]) {
      const [shift, employee] = [randomUUID(), randomUUID()];
      shifts.set(id, shift);
      await app.sql`insert into shifts.shifts (id, organisation, ward, begins_at, ends_at, worked_by, created_at)
                    values (${shift}, ${id}, 'A', now(), now(), ${employee}, now())`;
      await app.sql`insert into shifts.swaps (id, organisation, first_shift_id, second_shift_id, agreed_by, agreed_at, created_at)
                    values (${randomUUID()}, ${id}, ${shift}, ${shift}, ${employee}, now(), now())`;
    }
    for (const [mine, foreign] of [
      [one, other],
      [other, one],
    ] as const) {
      const caller = everybody(app, model, mine);
      const idsIn = async (path: string) => (await caller.get(path)).body.data.map(({ id }) => id);
      const shift = shifts.get(mine);
      expect(await idsIn("/v1/organisations")).toEqual([mine]);
      expect(await idsIn("/v1/shifts")).toEqual([shift]);
      const swaps = (await caller.get("/v1/swaps?include=firstShift")).body.data;
      expect(swaps.map(({ organisation, firstShift }) => [organisation, firstShift])).toEqual([
        [mine, expect.objectContaining({ id: shift })],
      ]);
      const asked = [`/v1/organisations/${foreign}`, `/v1/shifts/${shifts.get(foreign)}`];
      for (const path of asked) expect((await caller.get(path)).status).toBe(404);
      expect((await caller.patch(`/v1/organisations/${foreign}`, { name: "Mine" })).status).toBe(404);
      expect((await caller.patch(`/v1/organisations/${mine}`, { name: "Mine" })).status).toBe(200);
      expect(await idsIn(`/v1/organisations?filter[id]=${foreign}`)).toEqual([]);
    }
  }, 120_000);
});
