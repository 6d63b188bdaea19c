import { type TestSystem, testSystem } from "@lintel/runtime/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import blueprint from "../blueprint.js";
import { tasks } from "../services/tasks.js";

let app: TestSystem;
beforeAll(async () => {
  app = await testSystem(blueprint);
});
afterAll(() => app?.stop());

async function someBoard(): Promise<unknown> {
  const { body } = await app.as({ roles: ["organiser"] }).post("/v1/boards", { name: `Board ${Date.now()}` });
  return body.data.id;
}

it("shows boards to everyone, and lets an organiser make them", async () => {
  expect((await app.anonymous.post("/v1/boards", { name: "Garden" })).status).toBe(401);
  expect((await app.as({}).post("/v1/boards", { name: "Garden" })).status).toBe(403);
  expect((await app.as({ roles: ["organiser"] }).post("/v1/boards", { name: "Garden" })).status).toBe(201);

  const { body } = await app.anonymous.get("/v1/boards?q=garden");
  expect(body.data).toMatchObject([{ name: "Garden" }]);
});

it("shows a task to its owner and to nobody else", async () => {
  const owner = app.as({});
  const made = await owner.post("/v1/tasks", {
    title: "Water the plants",
    board: await someBoard(),
    owner: owner.subject,
  });
  expect(made.status).toBe(201);

  const path = `/v1/tasks/${made.body.data.id}`;
  expect((await owner.get(path)).status).toBe(200);
  expect((await app.as({}).get(path)).status).toBe(404);
});

it("finishes a task once", async () => {
  const owner = app.as({});
  const { body } = await owner.post("/v1/tasks", {
    title: "Mow the lawn",
    board: await someBoard(),
    owner: owner.subject,
  });
  const input = { task: String(body.data.id) };

  const first = await app.command(tasks, "finish").when({ subject: owner.subject }, input);
  expect(first.output).toEqual({ state: "done" });
  const second = await app.command(tasks, "finish").when({ subject: owner.subject }, input);
  expect(second.failure?.code).toBe("TASK_DONE");
});
