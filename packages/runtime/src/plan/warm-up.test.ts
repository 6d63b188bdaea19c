import { expect, it } from "vitest";
import { resolve } from "../blueprint/index.js";
import { entity, json, service, system, text } from "../index.js";
import { settings } from "./scenario.js";
import { warmUp } from "./warm-up.js";

it("compiles everything, and says so where a schema of the user's does not compile", async () => {
  await expect(warmUp(settings.system)).resolves.toBeUndefined();
  const broken = (field: { readonly definition: never } | ReturnType<typeof text>) =>
    resolve(
      system("shop", { version: 1, services: [service("s", { entities: { thing: entity({ field }) } })] }),
    );
  await expect(warmUp(broken(json({ type: "strnig" }) as never))).rejects.toThrow();
  await expect(warmUp(broken(text({ pattern: "(" })))).rejects.toThrow();
});
