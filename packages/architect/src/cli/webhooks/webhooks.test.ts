import { createTestDatabase } from "@lintel/runtime/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { lintel, projectWith } from "../scenario.js";
import { formatEndpoints } from "./list.js";

const id = "0195d1a0-0000-7000-8000-00000000000a";
const name = `cli-hooks-${process.pid}`;
const blueprint = `
import { entity, event, role, service, signedIn, system, text } from "@lintel/runtime";
const sales = service("sales", {
  entities: { sale: entity({ name: text({ max: 50 }) }, { access: { read: signedIn }, rows: 100 }) },
  events: { sold: event({ name: text({ max: 50 }) }) },
  webhooks: { events: ["sold"], manage: role("integrator") },
});
export default system("${name}", { version: 1, services: [sales], brief: { off: "Tests ask nobody." } });
`;

describe("lintel webhooks", () => {
  it("lists endpoints, shows one, and has it stopped and go on", { timeout: 120_000 }, async () => {
    const cwd = projectWith({ "blueprint.ts": blueprint });
    const database = await createTestDatabase();
    onTestFinished(async () => {
      const roles = ["", "__reader", "__writer"].map((part) => `${name.replaceAll("-", "_")}_sales${part}`);
      await database.dropRoles(roles);
      await database.drop();
    });
    const on = (given: readonly string[]) => lintel([...given, "--database-url", database.url], { cwd });
    expect((await on(["db", "diff", "--name", "first"])).code).toBe(0);
    expect((await on(["db", "migrate"])).code).toBe(0);
    expect((await on(["webhooks", "list"])).stdout).toBe("No endpoint of webhooks is there.\n");
    await database.sql(
      `insert into sales.webhook_endpoints (id, owner, url, events) values ('${id}', 'ann', 'https://shop.example/hooks', '{sold}');
insert into sales.webhook_states (endpoint, secret, position, attempts) values ('${id}', 's1.sealed', 0, 2);
insert into sales.webhook_deliveries (id, endpoint_id, owner, message, event, attempt, outcome, status, milliseconds)
values ('${id}', '${id}', 'ann', 'e:1', 'sold', 1, 'failed', 503, 12)`,
    );
    const listed = await on(["webhooks", "list", "--json"]);
    expect(listed.json()).toMatchObject({
      endpoints: [{ id, service: "sales", owner: "ann", isEnabled: true, attempts: 2, lost: 0 }],
    });
    const shown = await on(["webhooks", "show", id]);
    expect(shown.stdout).toMatch(/standing +failing \(2\)[\s\S]*e:1 +sold +1 +failed +503 +12 ms/);
    expect(shown.stdout).not.toContain("sealed");

    expect((await on(["webhooks", "disable", id])).stdout).toBe(`${id} is disabled.\n`);
    const endpoint = async () =>
      (await on(["webhooks", "list", "--json"])).json<{ endpoints: object[] }>().endpoints[0];
    expect(await endpoint()).toMatchObject({ isEnabled: false, disabledReason: "asked" });
    expect((await on(["webhooks", "enable", id, "--from", "latest", "--json"])).json()).toMatchObject({
      endpoint: id,
      isEnabled: true,
    });
    expect(await endpoint()).toMatchObject({ isEnabled: true, attempts: 0 });

    const [log] = await database.sql<{ epoch: string; changes: string }>(
      "select epoch, (select count(*) from sales.outbox where subject = 'webhookEndpoint') as changes from sales.log_head",
    );
    expect(log?.changes).toBe("3");
    const ahead = await on(["webhooks", "replay", id, "--from", `${log?.epoch}:99`, "--json"]);
    expect(ahead).toMatchObject({ code: 2 });
    expect(ahead.json()).toMatchObject({ error: { code: "POSITION_INVALID" } });
    expect((await on(["webhooks", "replay", id, "--from", `${log?.epoch}:1`])).code).toBe(0);
    const unknown = await on(["webhooks", "show", id.replace(/a$/, "b"), "--json"]);
    expect(unknown.json()).toMatchObject({ error: { code: "WEBHOOK_ENDPOINT_UNKNOWN" } });
  });

  it("shows what owners wrote, and sends none of it to the terminal as it is", () => {
    const line = {
      service: "sales",
      id,
      owner: "ann\u001b[2J",
      url: "https://shop.example/\u202e",
      events: ["sold"],
      isEnabled: false,
      disabledReason: "gone",
      disabledAt: undefined,
      position: 5,
      attempts: 0,
      failingSince: undefined,
      nextAt: undefined,
      lost: 1_234,
      behind: 7,
    };
    const text = formatEndpoints([line], (_style, plain) => plain);
    expect(text).toContain("ann\\u001b[2J  disabled (gone)  7       1,234  https://shop.example/\\u202e");
  });
});
