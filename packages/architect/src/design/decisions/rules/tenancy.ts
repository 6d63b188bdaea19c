import { option, type Rule } from "../rule.js";
import { isCrossed, limit } from "../thresholds.js";
import { fromOf, has, saidAt } from "./known.js";

/** How the data of organisations that share it are kept apart. */
export const tenancy: Rule = {
  id: "tenancy",
  question: "How are the data of the organisations that share it kept apart?",
  options: [
    option(
      "none",
      "There is one organisation",
      "Keep no tenants",
      ["Nothing to keep apart."],
      ["Adding a tenant to every row later is a large migration."],
    ),
    option(
      "rows",
      "In the same tables, each row with its tenant",
      "Keep the tenant in every row, and let the database refuse rows of others",
      [
        "One schema to migrate, thousands of organisations at the price of one.",
        "PostgreSQL itself refuses rows of others (row-level security).",
        "A word of the blueprint for each entity, `tenant()`, holds reads, writes, references, feeds and limits to it.",
      ],
      [
        "A restore of one organisation is picked out of a copy of all.",
        "Each index is wider by the organisation, which it begins with.",
      ],
    ),
    option(
      "schema",
      "A schema for each organisation",
      "Give each organisation a schema",
      ["One organisation is dumped and restored by itself.", "The border is one that an auditor sees."],
      ["Each migration runs once an organisation."],
      "Lintel gives a service one schema: one deployment for each organisation.",
    ),
    option(
      "database",
      "A database for each organisation",
      "Give each organisation a database",
      ["The strongest border: place, keys, copies and restores of its own."],
      ["Costs and work grow with every organisation."],
      "Lintel gives a system one database: one deployment for each organisation.",
    ),
  ],
  looksAt: ["architecture.tenancy", "security.isolation", "tenants"],
  follows: [],
  thresholds: ["tenants-with-databases", "tenants-with-schemas", "one-tenant-of-all"],
  judge: ({ needs }) => {
    const { tenants } = needs;
    const count = tenants?.value.count ?? 0;
    const from = tenants?.from ?? [];
    const shared = tenants !== undefined || needs.choice("architecture.tenancy").value.length > 0;
    const isolation = fromOf(needs, "security.isolation");
    const few = shared && !isCrossed("tenants-with-databases", count);
    const some = shared && !isCrossed("tenants-with-schemas", count);
    const keys = has(needs, "security.isolation", "keys");
    const shown = has(needs, "security.isolation", "outside-test");
    const dominant = isCrossed("one-tenant-of-all", tenants?.value.largest ?? 0);
    return {
      least: { says: "Nobody said that organisations share it.", from },
      marks: [],
      facts: [
        {
          holds: few && (keys || dominant),
          to: "database",
          says: keys
            ? `Each of ${count} organisations has keys of its own: so few can each have a database.`
            : `One of ${count} organisations makes more than ${limit("one-tenant-of-all")} of all use: it is given a database, and so few others can have theirs.`,
          otherwise: `${limit("tenants-with-databases")} or fewer (today ${count}), with keys of their own or one that makes more than ${limit("one-tenant-of-all")} of all use`,
          from: [...from, ...isolation],
        },
        {
          holds: some && shown && !keys,
          to: "schema",
          says: `Somebody from outside tests that ${count} organisations are kept apart: a schema for each is a border that can be shown.`,
          otherwise: `${limit("tenants-with-schemas")} or fewer (today ${count}), whose separation somebody from outside tests`,
          from: [...from, ...isolation],
        },
        {
          holds: shared,
          to: "rows",
          says: `${count} organisations share it: rows that PostgreSQL keeps apart carry thousands of them.`,
          otherwise: "Organisations that share it",
          from: [...from, ...fromOf(needs, "architecture.tenancy")],
          hard: true,
        },
      ],
      figures: [
        { threshold: "tenants-with-databases", today: count },
        { threshold: "tenants-with-schemas", today: count },
        { threshold: "one-tenant-of-all", today: tenants?.value.largest ?? 0 },
      ],
      notes: shared
        ? [
            "Where rows of all lie in the same tables, each entity has a field `tenant()`, or says with `shared` why not; lists, unique fields, references and feeds are held to the organisation that the token names, in the plan and by PostgreSQL. `acrossTenants` names each way past that, with its reason. A test of every entity asks as another organisation.",
          ]
        : [],
    };
  },
  said: ({ needs }) => saidAt(needs, "architecture.tenancy", ["rows", "schema", "database"]),
};
