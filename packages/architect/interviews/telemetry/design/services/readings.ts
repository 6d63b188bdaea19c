import {
  bigint,
  by,
  date,
  decimal,
  entity,
  id,
  integer,
  list,
  nobody,
  notImplemented,
  role,
  service,
  timestamp,
} from "@lintel/runtime";

/**
 * REQ-DATA-001: internal, 0 now, 1,040,000,000 in a year.
 * Kept for 90 days: a job of readings has to drop what is older, since a blueprint states no age.
 * REQ-RULE-A-READING-ONCE: WHEN a reading with the device and sequence number of an earlier one arrives THE
 * SYSTEM SHALL keep it once and acknowledge it.
 * REQ-RULE-SUMS-FOLLOW-READINGS: WHEN readings of an hour arrive late THE SYSTEM SHALL work the sums of that
 * hour out again within 5 min.
 * Nobody reads it by a list: REQ-SCOPE-003 names nobody who does. Commands and queries do.
 */
const reading = entity(
  {
    device: id("devices.device").immutable(),
    time: timestamp().immutable(),
    pressure: decimal({ precision: 18, scale: 6 }).immutable(),
    flow: decimal({ precision: 18, scale: 6 }).immutable(),
    current: decimal({ precision: 18, scale: 6 }).immutable(),
    vibration: decimal({ precision: 18, scale: 6 }).immutable(),
    /** By which a repeat is known: REQ-RULE-A-READING-ONCE. */
    sequence: bigint({ min: "0" }).immutable(),
  },
  {
    description: "Reading: device, time, four values.",
    rows: 2_000_000_000,
    indexes: [by("device", "sequence").unique()],
    access: { read: nobody },
  },
);

/**
 * REQ-DATA-001: internal, 0 now, 70,000,000 in a year.
 * Kept for 10 years: a job of readings has to drop what is older, since a blueprint states no age.
 * Nobody reads it by a list: REQ-SCOPE-003 names nobody who does. Commands and queries do.
 */
const hourlySum = entity(
  {
    device: id("devices.device").immutable(),
    hour: timestamp().immutable(),
    count: integer({ min: 0 }).immutable(),
    /** In the order of pressure, flow, current, vibration. */
    least: list(decimal({ precision: 18, scale: 6 }), { min: 4, max: 4 }).immutable(),
    /** In the order of pressure, flow, current, vibration. */
    most: list(decimal({ precision: 18, scale: 6 }), { min: 4, max: 4 }).immutable(),
    /** In the order of pressure, flow, current, vibration. */
    mean: list(decimal({ precision: 18, scale: 6 }), { min: 4, max: 4 }).immutable(),
  },
  {
    description: "Hourly sum: device, hour, count, least, most, mean of four values.",
    rows: 500_000_000,
    indexes: [by("device", "hour").unique()],
    access: { read: nobody },
  },
);

/**
 * Keeps reading and hourly sum, for "Take in readings" and "Look at a pump".
 * These records come in long rows and are never changed, so they are written, kept and thrown away in their
 * own way: "Sums follow readings" holds for both.
 */
export const readings = service("readings", {
  description: 'Keeps reading and hourly sum, for "Take in readings" and "Look at a pump".',
  entities: { reading, hourlySum },
})
  .command("takeInReadings", {
    description:
      "Devices send pressure, flow, current and vibration, with the time at which they were taken.",
    access: role("device"),
    input: {
      readings: list(
        {
          device: id("devices.device"),
          time: timestamp(),
          pressure: decimal({ precision: 18, scale: 6 }),
          flow: decimal({ precision: 18, scale: 6 }),
          current: decimal({ precision: 18, scale: 6 }),
          vibration: decimal({ precision: 18, scale: 6 }),
          sequence: bigint({ min: "0" }),
        },
        { min: 1, max: 1_000 },
      ),
    },
    output: { taken: integer({ min: 0 }) },
    async run() {
      // - REQ-FEAT-TAKE-IN-READINGS
      // - WHEN a device's batch is acknowledged THE SYSTEM SHALL have each of its readings kept, exactly
      //   once.
      // - WHEN a reading arrives up to 7 days late THE SYSTEM SHALL keep it under the time at which it was
      //   taken.
      throw notImplemented("REQ-FEAT-TAKE-IN-READINGS");
    },
  })
  .query("lookAtPump", {
    description: "Curves of the last day, month and year, and what technicians noted.",
    access: role("technician"),
    input: {
      device: id("devices.device"),
      since: date(),
      until: date(),
      size: integer({ min: 1, max: 100 }).default(10),
    },
    output: {
      hourlySums: list(
        {
          id: id("hourlySum"),
          device: id("devices.device"),
          hour: timestamp(),
          count: integer({ min: 0 }),
          least: list(decimal({ precision: 18, scale: 6 }), { min: 4, max: 4 }),
          most: list(decimal({ precision: 18, scale: 6 }), { min: 4, max: 4 }),
          mean: list(decimal({ precision: 18, scale: 6 }), { min: 4, max: 4 }),
        },
        { max: 100 },
      ),
    },
    async run() {
      // - REQ-FEAT-LOOK-AT-A-PUMP
      // - WHEN a technician asks for a year of one pump THE SYSTEM SHALL answer with sums by hour within 500
      //   ms at the 95th percentile.
      throw notImplemented("REQ-FEAT-LOOK-AT-A-PUMP");
    },
  });
