import { verifyPassword } from "@lintel/runtime";
import { type TestSystem, testSystem } from "@lintel/runtime/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import blueprint from "../blueprint.js";
import { seededPassword } from "../data/customers.js";
import seed from "../seed.js";
import { users } from "../services/users.js";
import { customer } from "./shop.js";

let shop: TestSystem;
beforeAll(async () => {
  shop = await testSystem(blueprint);
});
afterAll(() => shop?.stop());

const person = () => ({
  email: `${crypto.randomUUID()}@example.com`,
  password: "correct horse battery",
  firstName: "Grace",
  lastName: "Hopper",
});

async function storedHash(user: string | undefined): Promise<string> {
  const [row] = await shop.sql<{ password_hash: string }>`
    select password_hash from users.users where id = ${user}`;
  return row?.password_hash ?? "";
}

describe("opening an account", () => {
  it("keeps the password only as a hash", async () => {
    const given = person();
    const { output } = await shop.command(users, "register").when({}, given);
    const hash = await storedHash(output?.user);
    expect(hash).not.toContain(given.password);
    expect(await verifyPassword(hash, given.password)).toBe(true);
    expect(await verifyPassword(hash, "another password")).toBe(false);
  });

  it("fails for an e-mail address that is taken, whatever its case", async () => {
    const given = person();
    const register = shop.command(users, "register");
    await register.when({}, given);
    const { failure } = await register.when({}, { ...given, email: given.email.toUpperCase() });
    expect(failure).toMatchObject({ code: "USER_EXISTS", status: 409 });
  });

  it("wants an e-mail address and a password of twelve characters", async () => {
    const register = shop.command(users, "register");
    const { failure } = await register.when({}, { ...person(), email: "grace", password: "short" });
    expect(failure?.code).toBe("INPUT_INVALID");
    expect(failure?.errors.map(({ pointer }) => pointer).sort()).toEqual(["/email", "/password"]);
  });
});

describe("an account", () => {
  it("is seen by its owner and by support, and its hash by nobody", async () => {
    const grace = await customer(shop);
    const path = `/v1/users/${grace.subject}`;
    for (const reader of [grace, shop.as({ roles: ["support"] })]) {
      const { status, body } = await reader.get(path);
      expect(status).toBe(200);
      expect(body.data).toMatchObject({ firstName: "Ada" });
      expect(JSON.stringify(body)).not.toMatch(/password|argon2/i);
    }
    expect((await (await customer(shop)).get(path)).body.code).toBe("USER_NOT_FOUND");
    expect((await shop.anonymous.get(path)).status).toBe(401);
  });

  it("is changed by its owner, but neither made nor given a hash over REST", async () => {
    const grace = await customer(shop);
    const path = `/v1/users/${grace.subject}`;
    expect((await grace.patch(path, { lastName: "Murray" })).body.data).toMatchObject({ lastName: "Murray" });
    expect([403, 422]).toContain((await grace.patch(path, { passwordHash: "x" })).status);
    expect((await grace.post("/v1/users", person())).status).toBeGreaterThanOrEqual(403);
  });

  it("gets another password from whoever knows the current one", async () => {
    const grace = await customer(shop);
    const change = shop.command(users, "changePassword");
    const actor = { subject: grace.subject };
    const wrong = { currentPassword: "not this one at all", newPassword: "a new long password" };
    expect((await change.when(actor, wrong)).failure?.code).toBe("PASSWORD_WRONG");
    const right = { ...wrong, currentPassword: "a password for one test" };
    expect((await change.when(actor, right)).failure).toBeUndefined();
    expect(await verifyPassword(await storedHash(grace.subject), "a new long password")).toBe(true);
  });
});

describe("addresses", () => {
  it("belong to one customer, of which one is the default", async () => {
    const [grace, other] = [await customer(shop), await customer(shop)];
    const address = {
      user: grace.subject,
      recipient: "Grace Hopper",
      street: "1 Navy Yard",
      postalCode: "20374",
      city: "Washington",
      country: "US",
      isDefault: true,
    };
    const made = await grace.post("/v1/addresses", address);
    expect(made.status).toBe(201);
    expect((await grace.post("/v1/addresses", address)).body.code).toBe("ADDRESS_EXISTS");
    expect((await other.post("/v1/addresses", address)).body.code).toBe("ACCESS_DENIED");
    expect((await other.get(`/v1/addresses/${made.body.data.id}`)).body.code).toBe("ADDRESS_NOT_FOUND");
    expect((await other.get("/v1/addresses")).body.data).toEqual([]);
  });
});

describe("the seeded customers", () => {
  it("have the password that the README names", async () => {
    const table = seed.find(({ entity }) => entity === "user");
    const [first] = table?.rows(0.001) ?? [];
    const hash = first?.[table?.fields.indexOf("passwordHash") ?? -1];
    expect(await verifyPassword(String(hash), seededPassword)).toBe(true);
  });
});
