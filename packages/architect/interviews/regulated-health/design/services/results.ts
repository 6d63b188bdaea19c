import {
  anyOf,
  by,
  date,
  decimal,
  entity,
  enumeration,
  event,
  id,
  integer,
  json,
  list,
  many,
  nobody,
  notImplemented,
  reference,
  role,
  service,
  text,
  timestamp,
} from "@lintel/runtime";

/**
 * REQ-DATA-001: sensitive, 0 now, 640,000 in a year.
 * Nobody reads it by a list: each look is to be noted (REQ-SEC-005), and only a command notes what it does.
 */
const laboratoryOrder = entity(
  {
    patient: id("patients.patient"),
    tests: list(text({ max: 200 }), { max: 100 }).personal(),
    orderedBy: text({ max: 255 }).personal(),
    sample: text({ max: 100 }),
    results: many("result", "laboratoryOrder"),
  },
  {
    description: "Laboratory order: patient, tests, who ordered, sample.",
    rows: 5_000_000,
    access: { read: nobody },
  },
);

/**
 * REQ-DATA-001: sensitive, 0 now, 7,700,000 in a year.
 * REQ-RULE-A-RELEASED-RESULT-IS-NEVER-OVERWRITTEN: WHEN a released result is corrected THE SYSTEM SHALL keep
 * the earlier value beside it with who corrected it and why.
 * REQ-RULE-A-VALUE-HAS-A-UNIT: IF a result has no unit or a code that is not known THEN THE SYSTEM SHALL not
 * show it as a result.
 * REQ-RULE-ONLY-WHO-TREATS: IF somebody who has no part in the treatment asks for a result THEN THE SYSTEM
 * SHALL refuse it.
 * Nobody reads it by a list: each look is to be noted (REQ-SEC-005), and only a command notes what it does.
 */
const result = entity(
  {
    laboratoryOrder: reference("laboratoryOrder"),
    code: text({ max: 100 }),
    value: decimal({ precision: 18, scale: 6 }).personal(),
    unit: text({ max: 100 }),
    range: json<Record<string, unknown>>({ type: "object" }).optional().personal(),
    state: enumeration("pending", "released", "corrected").default("pending"),
    acknowledgements: many("acknowledgement", "result"),
  },
  {
    description: "Result: order, code, value, unit, range, state.",
    rows: 50_000_000,
    access: { read: nobody },
  },
);

/**
 * REQ-DATA-001: sensitive, 0 now, 41,000 in a year.
 * Nobody reads it by a list: each look is to be noted (REQ-SEC-005), and only a command notes what it does.
 */
const acknowledgement = entity(
  { result: reference("result"), acknowledgedBy: text({ max: 255 }).personal(), acknowledgedAt: timestamp() },
  { description: "Acknowledgement: critical result, who, when.", rows: 500_000, access: { read: nobody } },
);

/**
 * REQ-DATA-001: sensitive, 0 now, 12,000,000 in a year.
 * REQ-RULE-EVERY-LOOK-IS-NOTED: IF a look at a record cannot be noted THEN THE SYSTEM SHALL not show the
 * record.
 */
const look = entity(
  {
    lookedBy: text({ max: 255 }).immutable().personal(),
    record: text({ max: 200 }).immutable().personal(),
    lookedAt: timestamp().immutable(),
    reason: text({ max: 1_000 }).immutable().personal(),
  },
  {
    description: "Look: who looked at which record, when, why.",
    rows: 100_000_000,
    indexes: [by("-lookedAt")],
    access: { read: role("privacy-officer") },
  },
);

/**
 * Keeps laboratory order, result, acknowledgement and look, for "Receive results", "Critical values", "Read
 * results" and 4 more.
 * They change together: result names laboratory order; acknowledgement names result.
 * REQ-ARCH-009, REQ-SEC-005: Who changed what is not written down of what nobody reads by itself
 * (laboratoryOrder, result, acknowledgement): have the commands that change it emit what they did.
 * Later (P1): REQ-FEAT-COPY-FOR-PATIENTS, Copy for patients: A patient gets all results as a file
 * Later (P2): REQ-FEAT-TRENDS-FOR-WARDS, Trends for wards: Wards see infections by week without names
 */
export const results = service("results", {
  description:
    'Keeps laboratory order, result, acknowledgement and look, for "Receive results", "Critical values", "Read results" and 4 more.',
  entities: { laboratoryOrder, result, acknowledgement, look },
  events: {
    resultReceived: event(
      {
        result: id("result"),
        laboratoryOrder: id("laboratoryOrder"),
        code: text({ max: 100 }),
        unit: text({ max: 100 }),
        state: enumeration("pending", "released", "corrected"),
      },
      {
        key: "result",
        description:
          "Results come from laboratory systems and are put to the right patient. receiveResults emits it.",
      },
    ),
  },
})
  .command("receiveResults", {
    description: "Results come from laboratory systems and are put to the right patient.",
    access: role("laboratory-systems"),
    input: {
      laboratoryOrder: id("laboratoryOrder"),
      code: text({ max: 100 }),
      value: decimal({ precision: 18, scale: 6 }).personal(),
      unit: text({ max: 100 }),
      range: json<Record<string, unknown>>({ type: "object" }).optional().personal(),
    },
    output: { result: id("result"), state: enumeration("pending", "released", "corrected") },
    async run() {
      // - REQ-FEAT-RECEIVE-RESULTS
      // - WHEN a result names a patient, an order and a code that are known THE SYSTEM SHALL show it to those
      //   who treat the patient within 30 s.
      // - IF patient, order or code of a result are not known for certain THEN THE SYSTEM SHALL set it aside
      //   and tell a laboratory technician within 60 s.
      // - Other systems: laboratory systems, paging service.
      throw notImplemented("REQ-FEAT-RECEIVE-RESULTS");
    },
  })
  .command("criticalValues", {
    description: "A doctor is told of a critical value until somebody acknowledges it.",
    access: role("doctor"),
    input: {
      result: id("result"),
      value: decimal({ precision: 18, scale: 6 }).optional().personal(),
      range: json<Record<string, unknown>>({ type: "object" }).optional().personal(),
    },
    errors: {
      RESULT_NOT_FOUND: {
        status: 404,
        description: "There is no such result, or none that the caller may see.",
      },
    },
    async run() {
      // - REQ-FEAT-CRITICAL-VALUES
      // - WHEN a result is outside the critical range THE SYSTEM SHALL tell the doctor who ordered it within
      //   60 s.
      // - IF nobody has acknowledged a critical value after 10 min THEN THE SYSTEM SHALL tell the doctor on
      //   duty, and again each 5 min until somebody does.
      // - Other systems: paging service.
      throw notImplemented("REQ-FEAT-CRITICAL-VALUES");
    },
  })
  .command("readResults", {
    description: "Those who treat a patient see results, with their course over time.",
    access: anyOf(role("doctor"), role("nurse")),
    input: { laboratoryOrder: id("laboratoryOrder"), size: integer({ min: 1, max: 100 }).default(10) },
    output: {
      results: list(
        {
          id: id("result"),
          laboratoryOrder: id("laboratoryOrder"),
          code: text({ max: 100 }),
          value: decimal({ precision: 18, scale: 6 }),
          unit: text({ max: 100 }),
          state: enumeration("pending", "released", "corrected"),
        },
        { max: 100 },
      ),
    },
    errors: {
      RESULTS_PATIENT_ANOTHER_WARD: {
        status: 403,
        description: "A nurse asks for results of a patient of another ward.",
      },
    },
    async run() {
      // - REQ-FEAT-READ-RESULTS
      // - WHEN a nurse asks for results of a patient of another ward THE SYSTEM SHALL refuse it and name the
      //   way for emergencies.
      // - WHEN a result was corrected THE SYSTEM SHALL show the corrected value first, and the earlier one
      //   with who corrected it and why.
      // - REQ-EDGE-CORRECTED-AFTER-IT-WAS-READ: WHEN a result that somebody has read is corrected THE SYSTEM
      //   SHALL tell everybody who read it within 60 s.
      throw notImplemented("REQ-FEAT-READ-RESULTS");
    },
  })
  .command("emergencyAccess", {
    description: "A clinician opens a record without access, with a reason.",
    access: role("clinician"),
    input: {
      record: text({ max: 200 }).personal(),
      lookedAt: timestamp(),
      reason: text({ max: 1_000 }).personal(),
    },
    output: { look: id("look") },
    async run() {
      // - REQ-FEAT-EMERGENCY-ACCESS
      // - WHEN a clinician gives a reason for an emergency THE SYSTEM SHALL open that one record for 4 h and
      //   tell the privacy officer within 60 s.
      // - Other systems: paging service.
      throw notImplemented("REQ-FEAT-EMERGENCY-ACCESS");
    },
  })
  .query("whoLooked", {
    description: "The privacy officer sees every look at a record.",
    access: role("privacy-officer"),
    input: { since: date(), until: date(), size: integer({ min: 1, max: 100 }).default(10) },
    output: {
      looks: list(
        {
          id: id("look"),
          lookedBy: text({ max: 255 }),
          record: text({ max: 200 }),
          lookedAt: timestamp(),
          reason: text({ max: 1_000 }),
        },
        { max: 100 },
      ),
    },
    async run() {
      // - REQ-FEAT-WHO-LOOKED
      // - WHEN the privacy officer asks who looked at a record THE SYSTEM SHALL list every look of the last 6
      //   years with person, time, place and reason.
      throw notImplemented("REQ-FEAT-WHO-LOOKED");
    },
  });
