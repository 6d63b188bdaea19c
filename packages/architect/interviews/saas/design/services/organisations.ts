import {
  allOf,
  decimal,
  entity,
  event,
  id,
  json,
  list,
  notImplemented,
  ofTenant,
  open,
  owner,
  role,
  service,
  tenant,
  text,
} from "@lintel/runtime";

/**
 * REQ-DATA-001: internal, 0 now, 700 in a year.
 * Nobody goes across organisations (REQ-ARCH-004). Where somebody has to, as support does,
 * acrossTenants(role("..."), "why") in the rule lets them, and says why.
 */
const organisation = entity(
  {
    name: text({ min: 1, max: 200 }),
    plan: text({ max: 100 }),
    settings: json<Record<string, unknown>>({ type: "object" }).optional(),
    domains: list(text({ max: 200 }), { max: 100 }),
  },
  {
    description: "Organisation: name, plan, settings, domains.",
    shared: "Its rows are the organisations themselves.",
    rows: 5_000,
    access: { read: ofTenant("id"), update: allOf(ofTenant("id"), role("administrator")) },
  },
);

/**
 * REQ-DATA-001: personal, 0 now, 25,400 in a year.
 * Kept for 3 years: a job of organisations has to delete what is older, since a blueprint states no age.
 * REQ-RULE-REST-OF-ELEVEN-HOURS: WHEN fewer than 11 h lie between two shifts of one employee THE SYSTEM SHALL
 * mark the second and require a reason before it is published.
 * REQ-RULE-ONE-PLACE-AT-A-TIME: IF a shift overlaps another of the same employee THEN THE SYSTEM SHALL refuse
 * it.
 */
const employee = entity(
  {
    /** Whose row it is: REQ-ARCH-004. */
    organisation: tenant("organisation"),
    name: text({ min: 1, max: 200 }).personal(),
    contractHours: decimal({ precision: 6, scale: 2 }),
    qualifications: list(text({ max: 200 }), { max: 100 }),
    wishes: list(text({ max: 500 }), { max: 100 }),
  },
  {
    description: "Employee: name, contract hours, qualifications, wishes.",
    feed: true,
    rows: 100_000,
    access: { read: owner("id") },
  },
);

/**
 * Keeps organisation and employee, for "Sign up an organisation".
 * Who uses it is kept apart from what they do with it, so that fewer can reach what tells of people.
 */
export const organisations = service("organisations", {
  description: 'Keeps organisation and employee, for "Sign up an organisation".',
  entities: { organisation, employee },
  events: {
    organisationSignedUp: event(
      { organisation: id("organisation"), name: text({ min: 1, max: 200 }), plan: text({ max: 100 }) },
      {
        key: "organisation",
        description:
          "An organisation signs up, invites its people and imports them from a file. signUpOrganisation emits it.",
      },
    ),
  },
  webhooks: { events: ["organisationSignedUp"], manage: role("integrator") },
}).command("signUpOrganisation", {
  description: "An organisation signs up, invites its people and imports them from a file.",
  access: open("Who signs up has no account yet, and so no token."),
  acrossTenants: "Who signs up an organisation is of none yet.",
  input: {
    name: text({ min: 1, max: 200 }),
    plan: text({ max: 100 }),
    settings: json<Record<string, unknown>>({ type: "object" }).optional(),
    domains: list(text({ max: 200 }), { max: 100 }),
  },
  output: { organisation: id("organisation") },
  async run() {
    // - REQ-FEAT-SIGN-UP-AN-ORGANISATION
    // - WHEN an organisation signs up THE SYSTEM SHALL open it after its address was confirmed, with the
    //   plan free.
    // - IF somebody of one organisation asks for anything of another by its id THEN THE SYSTEM SHALL answer
    //   as if it did not exist.
    // - Other systems: directories of the organisations.
    throw notImplemented("REQ-FEAT-SIGN-UP-AN-ORGANISATION");
  },
});
