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

/** Somebody with every role that some rule names. */
const everybody = (app: TestSystem, model: SystemModel) =>
  app.as({ roles: [...new Set(JSON.stringify(model).match(/(?<="kind":"role","role":")[^"]+/g) ?? [])] });

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
