import { anyone, entity, env, environment, id, owner, role, service, system, text } from "@lintel/runtime";
import { resolve } from "@lintel/runtime/tools";
import { describe, expect, it } from "vitest";
import { type Brief, emptyBrief } from "../../../brief/index.js";
import { briefOf, choose, rows, shop } from "../../../brief/scenario.js";
import { commerce } from "../../../project/fixture.js";
import { needsOf } from "../../needs/index.js";
import { controlsOf } from "./controls-of.js";
import { architectureFrom } from "./fixture.js";
import { flowsOf } from "./flows-of.js";
import { privacies } from "./privacy.js";
import { securityDocument } from "./security-document.js";
import { standingOf } from "./standing.js";
import { letters } from "./threats/index.js";
import { threatsOf } from "./threats-of.js";

const orders = service("orders", {
  entities: {
    product: entity({ name: text() }, { access: { read: anyone, write: role("maker") } }),
    order: entity({ customer: id(), note: text().personal() }, { access: { read: owner("customer") } }),
  },
});
const bare = resolve(system("shop", { version: 1, services: [orders] }));
const settled = resolve(
  system("shop", {
    version: 1,
    services: [orders],
    environments: {
      production: environment({
        authentication: { issuer: env("ISSUER"), audience: "shop", jwksUrl: env("KEYS") },
        trustedProxies: ["10.0.0.0/8"],
        secret: env("LINTEL_SECRET"),
      }),
    },
  }),
);

const threats = (brief: Brief, model = settled) => {
  const needs = needsOf(brief);
  const standing = standingOf({ needs, model });
  return threatsOf(flowsOf({ needs, model }, standing), standing);
};

describe("threats of a system", () => {
  it("answers all six letters for every flow, under ids that stay", async () => {
    const { brief, model } = await commerce();
    const all = threats(brief, model);
    for (const flow of new Set(all.map((one) => one.flow)))
      expect(
        letters.filter((letter) => !all.some((one) => one.flow === flow && one.letter === letter)),
        flow.id,
      ).toEqual([]);
    const ids = all.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain("CLIENTS/S/FORGED-TOKEN");
    expect(ids).toContain("WEBHOOKS-ORDERS/E/INTO-OUR-NETWORK");
    expect(threats(brief, model).map(({ id }) => id)).toEqual(ids);
  });

  it("leaves open what the environment does not settle, and closes it when it does", () => {
    const of = (model: typeof bare, id: string) =>
      threats(briefOf(shop), model).find((threat) => threat.id === id)?.verdict.status;
    expect(of(bare, "CLIENTS/S/FORGED-TOKEN")).toBe("open");
    expect(of(settled, "CLIENTS/S/FORGED-TOKEN")).toBe("in place");
    expect(of(bare, "CLIENTS/D/FLOOD")).toBe("open");
    expect(of(settled, "CLIENTS/D/FLOOD")).toBe("in place");
  });

  it.each([
    ["an empty blueprint", resolve(system("s", { version: 1, services: [] }))],
    ["a blueprint without settings", bare],
    ["a blueprint with settings", settled],
  ])("keeps every threat that applies where data is more private: %s", (_, model) => {
    const applying = privacies.map((privacy) => {
      const entities = rows(
        ...["product", "order"].map((name) => ({
          name,
          holds: "things",
          privacy,
          now: { measure: "count", value: 1 } as const,
        })),
      );
      return threats(briefOf({ ...shop, "data.entities": entities }), model)
        .filter(({ verdict }) => verdict.status !== "not applicable")
        .map(({ id }) => id);
    });
    for (const [at, ids] of applying.entries())
      expect(applying[at + 1] ?? ids).toEqual(expect.arrayContaining(ids));
    expect(applying[3]?.length).toBeGreaterThanOrEqual(applying[0]?.length ?? 0);
  });
});

describe("rules of law and trade", () => {
  it("lists what a rule asks for, and tells one that it does not know", () => {
    const brief = briefOf({ ...shop, "security.regulations": choose("gdpr", "hipaa") });
    const standing = standingOf({ needs: needsOf(brief), model: settled });
    const { controls, unknown } = controlsOf(
      { regulations: { value: ["gdpr", "PSD2"], from: ["REQ-SEC-001"] } },
      standing,
    );
    expect(controls.map(({ article }) => article)).toContain("Art. 32(1)(c)");
    expect(controls.every(({ regulation }) => regulation === "gdpr")).toBe(true);
    expect(unknown).toEqual(["PSD2"]);
  });

  it("goes by where card numbers go", () => {
    const scope = (cards: string) => {
      const needs = needsOf(
        briefOf({ ...shop, "security.regulations": choose("pci-dss"), "security.cards": choose(cards) }),
      );
      return controlsOf(needs, standingOf({ needs, model: settled })).controls[0]?.means.status;
    };
    expect(scope("provider")).toBe("by the organisation");
    expect(scope("vault")).toBe("open");
  });
});

describe("security.md", () => {
  it("says where brief and blueprint disagree", () => {
    const { text: document } = securityDocument(architectureFrom(briefOf(shop), bare));
    expect(document).toContain("## Where brief and blueprint disagree".slice(3));
    const hidden = resolve(
      system("shop", {
        version: 1,
        services: [
          service("orders", {
            entities: { order: entity({ note: text() }, { access: { read: anyone } }) },
          }),
        ],
      }),
    );
    const open = securityDocument(architectureFrom(briefOf(shop), hidden)).text;
    expect(open).toContain("`orders.order`: The brief says personal, and no field is marked");
    expect(open).toContain(
      "`orders.order`: The brief says personal, and the blueprint lets anyone read `note`.",
    );
    expect(open).toContain("`product`: The brief names it and the blueprint has no such entity.");
  });

  it("is the same each time, and marks what rests on no answer", () => {
    const architecture = architectureFrom(briefOf(shop), settled);
    expect(securityDocument(architecture)).toEqual(securityDocument(architecture));
    const empty = securityDocument(architectureFrom(emptyBrief("nothing"), bare)).text;
    expect(empty).toContain("**Provisional**");
  });

  it("lets no name mean anything but itself", () => {
    const hostile = `<script>alert(1)</script> \`\${x}\` | [a](javascript:b) */ ${"x".repeat(200)} 注文`;
    const brief = briefOf({
      ...shop,
      "scope.users": rows({ name: hostile, does: hostile }),
      "data.entities": rows({
        name: hostile,
        holds: hostile,
        privacy: "personal",
        now: { measure: "count", value: 1 },
      }),
      "integration.systems": rows({
        name: hostile,
        purpose: hostile,
        direction: "both",
        authentication: "api-key",
        whenDown: hostile,
      }),
    });
    const document = securityDocument(architectureFrom(brief, settled)).text;
    const outsideCode = document.replace(/(`+)[^`][\s\S]*?\1/g, "");
    expect(outsideCode).not.toMatch(/(?<!\\)<script/);
    expect(outsideCode).not.toMatch(/(?<!\\)\]\(javascript/);
    const widths = document.split("\n").filter((line) => line.startsWith("| "));
    expect(widths.length).toBeGreaterThan(50);
  });
});
