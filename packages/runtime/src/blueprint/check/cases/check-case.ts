import { role, signedIn } from "../../access.js";
import { type Entity, entity } from "../../entity.js";
import type { EnvironmentSettings } from "../../environment.js";
import { environment } from "../../environment.js";
import type { Shape } from "../../field.js";
import { text } from "../../fields.js";
import { originOf, placeOf } from "../../origin.js";
import { type Service, service } from "../../service.js";
import { type System, system } from "../../system.js";
import type { Finding } from "../finding.js";

/** Marks the builder whose line a finding must name; gives back what it is given. */
export type Mark = <Built>(built: Built) => Built;

/** A blueprint with one flaw: what is found in it, and where. */
export interface CheckCase {
  readonly path: string;
  readonly system: (at: Mark) => System;
}

/** The cases of a subject, by the code of the check. */
export type CheckCases = { readonly [code: string]: CheckCase };

/** Runs a case: what a check of its blueprint finds, and the line that was marked. Its tables are small, unless told. */
export function runCase(
  { system: write }: CheckCase,
  check: (system: System) => Finding[],
): { findings: Finding[]; line: number | undefined } {
  let line: number | undefined;
  function at<Built>(built: Built): Built {
    line = placeOf(originOf(at as never))?.line;
    return built;
  }
  return { findings: check(withSmallTables(write(at))), line };
}

/** The system with few rows in each table of which it does not say how many. What is no entity stays as it is. */
function withSmallTables(system: System): System {
  const small = (one: Entity): Entity =>
    one?.options && one.options.rows === undefined ? { ...one, options: { ...one.options, rows: 100 } } : one;
  const services = system.services.map((service) => {
    if (!service || Object.getOwnPropertyDescriptor(service, "entities")?.get) return service;
    const entities = Object.entries(service.entities).map(([name, one]) => [name, small(one)]);
    return { ...service, entities: Object.fromEntries(entities) };
  });
  return { ...system, services };
}

/** Access rules that nothing is wrong with. */
export const guarded = { read: signedIn, write: role("editor") };

/** An entity with these fields and options, which may be wrong. */
export function product(shape: Shape, options: object = {}): Entity {
  return entity(shape, { access: guarded, ...options } as never);
}

/** A system of these services, which may be wrong. */
export function shop(...services: readonly unknown[]): System {
  return system("shop", { version: 1, services: services as readonly Service[] });
}

/** A system with one service, `catalog`, and these entities, which may be wrong. */
export function inCatalog(entities: object): System {
  return shop(service("catalog", { entities: entities as never }));
}

/** A system with one service, `catalog`, and one command, `reserve`, which may be wrong. */
export function inCommand(definition: object, at: Mark = (built) => built): System {
  const written = { access: signedIn, run: async () => undefined, ...definition } as never;
  const catalog = service("catalog", { entities: {} });
  return shop(at(catalog.command("reserve", written)));
}

/** A system that is well but for its environment `production`, whose settings may be wrong. */
export function inProduction(settings: object, at: Mark, name = "production"): System {
  const written = { authentication: trusted, ...settings } as EnvironmentSettings;
  const services = [service("catalog", { entities: { product: product({ name: text() }) } })];
  return system("shop", { version: 1, services, environments: { [name]: at(environment(written)) } });
}

/** Authentication that nothing is wrong with. */
export const trusted = {
  issuer: "https://login.example",
  audience: "shop",
  jwksUrl: "https://login.example/keys",
};
