import { date, entity, list, many, nobody, reference, service, text, timestamp } from "@lintel/runtime";

/**
 * REQ-DATA-001: sensitive, 180,000 now, 210,000 in a year.
 * Nobody reads it by a list: each look is to be noted (REQ-SEC-005), and only a command notes what it does.
 */
const patient = entity(
  {
    name: text({ min: 1, max: 200 }).personal(),
    dateOfBirth: date().personal(),
    /** Numbers by which clinics know them. */
    numbers: list(text({ max: 200 }), { max: 100 }).personal(),
    consents: many("consent", "patient"),
  },
  {
    description: "Patient: name, date of birth, numbers by which clinics know them.",
    rows: 500_000,
    access: { read: nobody },
  },
);

/**
 * REQ-DATA-001: sensitive, 0 now, 95,000 in a year.
 * Nobody reads it by a list: each look is to be noted (REQ-SEC-005), and only a command notes what it does.
 */
const consent = entity(
  {
    patient: reference("patient"),
    purpose: text({ max: 100 }),
    givenAt: timestamp(),
    takenBackAt: timestamp().optional(),
  },
  { description: "Consent: patient, purpose, given, taken back.", rows: 500_000, access: { read: nobody } },
);

/**
 * Keeps patient and consent.
 * Who uses it is kept apart from what they do with it, so that fewer can reach what tells of people: consent
 * names patient.
 * REQ-ARCH-009, REQ-SEC-005: Who changed what is not written down of what nobody reads by itself (patient,
 * consent): have the commands that change it emit what they did.
 */
export const patients = service("patients", {
  description: "Keeps patient and consent.",
  entities: { patient, consent },
});
