import {
  by,
  entity,
  event,
  id,
  json,
  list,
  many,
  notImplemented,
  reference,
  role,
  service,
  text,
  timestamp,
} from "@lintel/runtime";
import { readings } from "./readings.js";

/** REQ-DATA-001: internal, 1,200 now, 8,000 in a year. */
const device = entity(
  {
    serialNumber: text({ min: 1, max: 64 }).unique(),
    firmware: text({ max: 100 }),
    station: reference("station"),
    keyFingerprint: text({ max: 128 }).unique(),
  },
  {
    description: "Device: serial number, firmware, station, key's fingerprint.",
    rows: 50_000,
    access: { read: role("fleet-operator"), write: role("fleet-operator") },
  },
);

/** REQ-DATA-001: internal, 8,000 now, 8,200 in a year. */
const station = entity(
  {
    place: text({ max: 100 }),
    pumps: list(text({ max: 200 }), { max: 100 }),
    alarmRanges: json<Record<string, unknown>>({ type: "object" }).optional(),
    devices: many("device", "station"),
  },
  {
    description: "Station: place, pumps, ranges for alarms.",
    rows: 10_000,
    access: { read: role("planner") },
  },
);

/**
 * REQ-DATA-001: personal, 0 now, 150,000 in a year.
 * Kept for 5 years: a job of devices has to anonymise what is older, since a blueprint states no age.
 * REQ-DATA-018: where a person asks for it, fields that are personal() are overwritten, and the row stays.
 */
const alarm = entity(
  {
    pump: text({ max: 200 }),
    kind: text({ max: 100 }),
    raisedAt: timestamp(),
    takenBy: text({ max: 255 }).optional(),
    closedAt: timestamp().optional(),
  },
  {
    description: "Alarm: pump, kind, raised, taken by whom, closed.",
    rows: 1_000_000,
    indexes: [by("-createdAt")],
    access: { read: role("technician") },
  },
);

/**
 * Keeps device, station and alarm, for "Alarm", "Add a device" and "Compare stations".
 * They change together: device names station; station names alarm.
 * Later (P1): REQ-FEAT-COMPARE-STATIONS, Compare stations: Planners compare energy per cubic metre between
 * stations
 */
export const devices = service("devices", {
  description: 'Keeps device, station and alarm, for "Alarm", "Add a device" and "Compare stations".',
  entities: { device, station, alarm },
  uses: { readings },
  events: {
    alarmRaised: event(
      { alarm: id("alarm"), pump: text({ max: 200 }), kind: text({ max: 100 }), raisedAt: timestamp() },
      {
        key: "alarm",
        description: "A technician is told when a pump leaves its range or falls silent. alarm emits it.",
      },
    ),
    deviceAdded: event(
      {
        device: id("device"),
        serialNumber: text({ min: 1, max: 64 }),
        firmware: text({ max: 100 }),
        station: id("station"),
        keyFingerprint: text({ max: 128 }),
      },
      {
        key: "device",
        description:
          "A fleet operator enters a device, which then sends under an identity of its own. addDevice emits it.",
      },
    ),
  },
})
  .command("alarm", {
    description: "A technician is told when a pump leaves its range or falls silent.",
    access: role("job"),
    input: { pump: text({ max: 200 }), kind: text({ max: 100 }) },
    output: { alarm: id("alarm") },
    async run() {
      // - REQ-FEAT-ALARM
      // - WHEN 3 readings in a row are outside the range of a pump THE SYSTEM SHALL raise one alarm within 60
      //   s of the third.
      // - WHEN a device has sent nothing for 15 min THE SYSTEM SHALL raise one alarm that says so.
      // - WHILE an alarm of a pump is open THE SYSTEM SHALL raise no second one of the same kind.
      // - REQ-EDGE-THE-NETWORK-RETURNS: WHEN 800 devices each send 360 kept readings within a minute THE
      //   SYSTEM SHALL keep all of them and raise alarms of other devices within 60 s.
      // - REQ-EDGE-DEVICE-REPLACED: WHEN a replaced device sends THE SYSTEM SHALL keep what it sends apart,
      //   and out of every sum and alarm.
      // - Takes part: readings.
      // - Other systems: on-call service.
      // - Nobody is named who asks for it: a job does, with a token of the role job.
      throw notImplemented("REQ-FEAT-ALARM");
    },
  })
  .command("addDevice", {
    description: "A fleet operator enters a device, which then sends under an identity of its own.",
    access: role("fleet-operator"),
    input: {
      serialNumber: text({ min: 1, max: 64 }),
      firmware: text({ max: 100 }),
      station: id("station"),
      keyFingerprint: text({ max: 128 }),
    },
    output: { device: id("device") },
    errors: {
      DEVICE_SENDS_KEY_SHUT_OUT: { status: 409, description: "A device sends with a key that was shut out." },
    },
    async run() {
      // - REQ-FEAT-ADD-A-DEVICE
      // - IF a device sends with a key that was shut out THEN THE SYSTEM SHALL refuse it and note the
      //   attempt.
      // - Other systems: identity provider of the utilities.
      throw notImplemented("REQ-FEAT-ADD-A-DEVICE");
    },
  });
