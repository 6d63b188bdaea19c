import { expect, it } from "vitest";
import { resolve } from "../blueprint/index.js";
import { entity, json, service, system, text } from "../index.js";
import { settings } from "./scenario.js";
import { warmUp } from "./warm-up.js";

const atOnce = () => Promise.resolve();

it("gives way before each piece of work", async () => {
  const pieces = settings.system.services.flatMap(({ entities, commands, queries }) => [
    ...entities.flatMap(() => ["create", "update", "create", "update"]),
    ...commands,
    ...queries,
  ]);
  let asked = 0;
  await warmUp(settings.system, async () => {
    asked++;
  });
  expect(asked).toBe(pieces.length);
});

it("compiles everything, and says so where a schema of the user's does not compile", async () => {
  await expect(warmUp(settings.system, atOnce)).resolves.toBeUndefined();
  const broken = (field: { readonly definition: never } | ReturnType<typeof text>) =>
    resolve(
      system("shop", { version: 1, services: [service("s", { entities: { thing: entity({ field }) } })] }),
    );
  await expect(warmUp(broken(json({ type: "strnig" }) as never), atOnce)).rejects.toThrow();
  await expect(warmUp(broken(text({ pattern: "(" })), atOnce)).rejects.toThrow();
});
