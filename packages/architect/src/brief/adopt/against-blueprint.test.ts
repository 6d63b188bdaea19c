import {
  anyOf,
  anyone,
  entity,
  environment,
  owner,
  role,
  service,
  signedIn,
  system,
  text,
} from "@lintel/runtime";
import { expect, it } from "vitest";
import { briefOf, choose, shop } from "../scenario.js";
import { blueprintAgainst } from "./index.js";

type Rule = typeof anyone;

const directory = import.meta.dirname;

const deciding = (...facts: readonly string[]) =>
  briefOf({ ...shop, "security.authentication": choose(...facts) });
const required = deciding("permissions");
const optional = deciding("user-owned");
const notNeeded = deciding("none");

const authentication = { issuer: "https://id.example", audience: "shop", jwksUrl: "https://id.example/keys" };

function blueprint(access: { read: Rule; write: Rule }, command: Rule = anyone, production?: object) {
  const shopService = service("shop", {
    entities: { product: entity({ name: text({ max: 20 }) }, { access }) },
  }).command("order", { description: "Orders.", access: command, async run() {} });
  return system("shop", {
    version: 1,
    services: [shopService],
    ...(production ? { environments: { production: environment(production) } } : {}),
  });
}

const allOpen = blueprint({ read: anyone, write: anyone });
const closed = blueprint({ read: anyone, write: role("editor") }, signedIn, { authentication });

const codes = (...given: Parameters<typeof blueprintAgainst>) =>
  blueprintAgainst(...given).map(({ code }) => code);

it("refuses a blueprint in which all is open where authentication is required, and says where", () => {
  const [found, ...more] = blueprintAgainst(required, allOpen, directory);
  expect(more).toEqual([]);
  expect(found).toMatchObject({
    code: "AUTHENTICATION_MISSING",
    says: expect.stringContaining("Accounts have different permissions."),
    where: expect.stringMatching(/^against-blueprint\.test\.ts:\d+$/),
  });
  expect(found?.says).toContain('"read products"');
});

it("takes one with a rule that asks for an account", () => {
  expect(codes(required, closed, directory)).toEqual([]);
  expect(codes(required, blueprint({ read: anyone, write: anyone }, signedIn), directory)).toEqual([]);
});

it("refuses one in which production believes nobody's tokens", () => {
  const found = blueprintAgainst(
    required,
    blueprint({ read: anyone, write: role("editor") }, signedIn, {}),
    directory,
  );
  expect(found.map(({ code }) => code)).toEqual(["AUTHENTICATION_MISSING"]);
  expect(found[0]?.says).toContain("production");
});

it("refuses one that asks for accounts where authentication is not needed, with each place", () => {
  const found = blueprintAgainst(notNeeded, closed, directory);
  expect(found.map(({ code }) => code)).toEqual(found.map(() => "AUTHENTICATION_UNWANTED"));
  expect(found.map(({ says }) => says).join()).toContain('"order" of shop');
  expect(found.some(({ says }) => says.includes('"read products"'))).toBe(false);
  for (const { where, next } of found) {
    expect(where).toMatch(/^against-blueprint\.test\.ts:\d+$/);
    expect(next).toContain("lintel brief change security.authentication");
  }
  expect(codes(notNeeded, allOpen, directory)).toEqual([]);
});

it("takes what is open to some and more to others for open", () => {
  const both = blueprint({ read: anyOf(anyone, role("editor")), write: anyone });
  expect(codes(notNeeded, both, directory)).toEqual([]);
  expect(codes(required, both, directory)).toEqual(["AUTHENTICATION_MISSING"]);
});

it("says nothing where it is optional, or still open", () => {
  const { "security.authentication": _open, ...others } = shop;
  for (const brief of [optional, briefOf(others)]) {
    expect(codes(brief, allOpen, directory)).toEqual([]);
    expect(codes(brief, closed, directory)).toEqual([]);
  }
});

it("reads what belongs to an owner as asking for an account", () => {
  const own = service("notes", {
    entities: { note: entity({ writer: text({ max: 20 }) }, { access: { read: owner("writer") } }) },
  });
  const notes = system("notes", { version: 1, services: [own] });
  expect(codes(required, notes, directory)).toEqual([]);
  expect(codes(notNeeded, notes, directory)).toEqual(["AUTHENTICATION_UNWANTED"]);
});
