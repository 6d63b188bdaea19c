import { recordsOf } from "../records/index.js";
import { cutIntoServices, decided } from "../records/scenario.js";
import type { StoredDesign } from "./design.js";

const override = {
  decision: "style",
  option: "services",
  reason: "Two teams ship apart.",
  at: "2026-12-05T08:00:00Z",
} as const;

/** For tests: a design with something of everything. */
export const design: StoredDesign = {
  overrides: [override, { ...override, decision: "data-pattern", subject: "orders" }],
  records: recordsOf(
    [
      decided({ ...cutIntoServices, override, missing: ["performance.load"] }),
      decided({ id: "backup", subject: "orders" }),
    ],
    recordsOf([decided()], [], "2026-12-01T08:00:00Z"),
    "2026-12-05T08:00:00Z",
  ),
  drafted: [
    { path: "blueprint.ts", text: 'export default "first";\n' },
    { path: "services/orders.ts", text: "// äöü 数据库\nexport {};\n" },
  ],
  documents: { "system.md": "00", "diagrams/context.svg": "11" },
  from: { "scope.kind": "22", "refunds/feature.behaviour": "33" },
};
