import {
  anyOf,
  by,
  date,
  entity,
  enumeration,
  event,
  id,
  integer,
  list,
  notImplemented,
  owner,
  reference,
  role,
  service,
  signedIn,
  tenant,
  text,
  timestamp,
} from "@lintel/runtime";

/**
 * REQ-DATA-001: personal, 0 now, 4,600,000 in a year.
 * Kept for 3 years: a job of shifts has to delete what is older, since a blueprint states no age.
 * REQ-RULE-PUBLISHED-PLANS-KEEP-THEIR-PAST: WHEN a published shift is changed THE SYSTEM SHALL keep what it
 * was, who changed it and when.
 */
const shift = entity(
  {
    /** Whose row it is: REQ-ARCH-004. */
    organisation: tenant("organisations.organisation"),
    ward: text({ max: 100 }),
    beginsAt: timestamp(),
    endsAt: timestamp(),
    workedBy: id("organisations.employee"),
  },
  {
    description: "Shift: ward, beginning, end, who works it.",
    feed: true,
    rows: 20_000_000,
    indexes: [by("workedBy", "-createdAt"), by("-createdAt")],
    access: { read: anyOf(owner("workedBy"), role("head-of-ward")) },
  },
);

/**
 * REQ-DATA-001: sensitive, 0 now, 310,000 in a year.
 * Kept for 3 years: a job of shifts has to delete what is older, since a blueprint states no age.
 */
const absence = entity(
  {
    /** Whose row it is: REQ-ARCH-004. */
    organisation: tenant("organisations.organisation"),
    employee: id("organisations.employee"),
    firstDay: date(),
    lastDay: date(),
    kind: enumeration("holiday", "illness"),
  },
  {
    description: "Absence: employee, days, holiday or illness.",
    feed: true,
    rows: 1_000_000,
    indexes: [by("employee", "-createdAt")],
    access: { read: anyOf(owner("employee"), role("head-of-ward")) },
  },
);

/**
 * REQ-DATA-001: personal, 0 now, 190,000 in a year.
 * Kept for 3 years: a job of shifts has to delete what is older, since a blueprint states no age.
 */
const swap = entity(
  {
    /** Whose row it is: REQ-ARCH-004. */
    organisation: tenant("organisations.organisation"),
    firstShift: reference("shift"),
    secondShift: reference("shift"),
    agreedBy: id("organisations.employee"),
    agreedAt: timestamp(),
  },
  {
    description: "Swap: two shifts, who agreed and when.",
    feed: true,
    rows: 1_000_000,
    indexes: [by("agreedBy", "-createdAt"), by("-createdAt")],
    access: { read: anyOf(owner("agreedBy"), role("head-of-ward")) },
  },
);

/**
 * Keeps shift, absence and swap, for "Plan a month", "Swap a shift", "Enter an absence" and 2 more.
 * They change together: swap names shift; "Enter an absence" is about both.
 * Later (P1): REQ-FEAT-CALENDAR-FEED, Calendar feed: Employees follow their shifts in a calendar of their own
 * Later (P2): REQ-FEAT-SUGGESTED-PLANS, Suggested plans: A plan is suggested from wishes and rules
 */
export const shifts = service("shifts", {
  description:
    'Keeps shift, absence and swap, for "Plan a month", "Swap a shift", "Enter an absence" and 2 more.',
  entities: { shift, absence, swap },
  events: {
    shiftPlanned: event(
      {
        shift: id("shift"),
        organisation: id("organisations.organisation"),
        ward: text({ max: 100 }),
        beginsAt: timestamp(),
        endsAt: timestamp(),
        workedBy: id("organisations.employee"),
      },
      {
        key: "shift",
        description:
          "A head of ward sets up a month, and sees at once which rule a shift breaks. planMonth emits it.",
      },
    ),
    absenceEntered: event(
      {
        absence: id("absence"),
        organisation: id("organisations.organisation"),
        employee: id("organisations.employee"),
        firstDay: date(),
        lastDay: date(),
        kind: enumeration("holiday", "illness"),
      },
      { key: "absence", description: "Employees enter holidays and illness. enterAbsence emits it." },
    ),
  },
  webhooks: { events: ["shiftPlanned", "absenceEntered"], manage: role("integrator") },
})
  .command("planMonth", {
    description: "A head of ward sets up a month, and sees at once which rule a shift breaks.",
    access: role("head-of-ward"),
    input: {
      shifts: list(
        {
          ward: text({ max: 100 }),
          beginsAt: timestamp(),
          endsAt: timestamp(),
          workedBy: id("organisations.employee"),
        },
        { min: 1, max: 1_000 },
      ),
    },
    output: { taken: integer({ min: 0 }) },
    async run() {
      // - REQ-FEAT-PLAN-A-MONTH
      // - WHEN a head of ward assigns a shift that breaks a rest period THE SYSTEM SHALL show the rule and
      //   the hours that are missing before the plan is published.
      // - WHEN a plan is published THE SYSTEM SHALL tell every employee in it within 5 min.
      // - REQ-EDGE-TWO-HEADS-ONE-PLAN: WHEN two changes of one shift meet THE SYSTEM SHALL keep the first and
      //   show the second head of ward what it is now.
      // - Other systems: mail service, push services of the phone makers.
      throw notImplemented("REQ-FEAT-PLAN-A-MONTH");
    },
  })
  .command("swapShift", {
    description: "Employees swap shifts, and the head of ward agrees.",
    access: signedIn,
    input: { firstShift: id("shift"), secondShift: id("shift") },
    output: { swap: id("swap") },
    errors: { SWAP_BREAK_REST_PERIOD: { status: 409, description: "A swap would break a rest period." } },
    async run() {
      // - REQ-FEAT-SWAP-A-SHIFT
      // - WHEN two employees have agreed to a swap THE SYSTEM SHALL ask the head of ward, and change the plan
      //   only after the agreement.
      // - IF a swap would break a rest period THEN THE SYSTEM SHALL refuse it and name the rule.
      throw notImplemented("REQ-FEAT-SWAP-A-SHIFT");
    },
  })
  .command("enterAbsence", {
    description: "Employees enter holidays and illness.",
    access: signedIn,
    input: { firstDay: date(), lastDay: date(), kind: enumeration("holiday", "illness") },
    output: { absence: id("absence") },
    async run() {
      // - REQ-FEAT-ENTER-AN-ABSENCE
      // - WHEN an employee enters an illness for a published shift THE SYSTEM SHALL mark the shift as open
      //   and tell the head of ward within 60 s.
      // - Other systems: mail service, push services of the phone makers.
      throw notImplemented("REQ-FEAT-ENTER-AN-ABSENCE");
    },
  });
