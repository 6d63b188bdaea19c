import { sayNumber } from "../say.js";
import { answered, kindOf, peopleIn, whenKind } from "./known.js";
import { chosenIn, listed, option, perChoice, take } from "./parts.js";
import type { Question } from "./question.js";

const protocols: { readonly [id: string]: string } = {
  mqtt: "MQTT 5 with at-least-once delivery",
  https: "HTTPS in batches",
  coap: "CoAP over DTLS",
  lorawan: "LoRaWAN through a network server",
  "opc-ua": "OPC UA through a gateway",
};

export const protocol: Question = {
  id: "integration.protocol",
  category: "integration",
  number: 5,
  text: "Which protocols do the devices speak, or their gateways for them?",
  reason: "It is burnt into devices that nobody will visit.",
  follows: "The doors for devices, how they are acknowledged, and what can be said back to them.",
  example: "mqtt",
  answer: {
    kind: "choice",
    many: true,
    options: [
      option(
        "mqtt",
        "MQTT",
        ["Small, and made for bad networks.", "Commands reach the device."],
        ["A broker to run, with open connections for all devices."],
        "Devices with a steady supply that must be reached.",
      ),
      option(
        "https",
        "HTTPS, some readings at a time",
        ["No broker; every network lets it through."],
        ["A handshake each time, and nothing reaches the device unasked."],
        "Readings once a minute or less.",
      ),
      option(
        "coap",
        "CoAP over UDP",
        ["The least bytes and energy."],
        ["Firewalls, and few tools."],
        "Batteries for years.",
      ),
      option(
        "lorawan",
        "LoRaWAN",
        ["Kilometres, and years on a battery."],
        ["Some dozens of bytes, a few times an hour."],
        "Fields, meters, cities.",
      ),
      option(
        "opc-ua",
        "OPC UA",
        ["What machines in a plant speak, with their meanings."],
        ["Heavy; a gateway in the plant is needed."],
        "Production.",
      ),
    ],
  },
  asked: whenKind("telemetry"),
  recommend: (facts) =>
    take(
      "https",
      `It is ${kindOf(facts)}, and nothing was said that must reach a device at once: batches over HTTPS need no broker. Take MQTT where commands must reach devices within seconds.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: (value) => ({
    statement: `WHEN a device sends by ${listed(
      chosenIn(value).map((id) => protocols[id] ?? id),
      "or",
    )} THE SYSTEM SHALL acknowledge a message only after it is kept. IF it is of a form that is not known THEN THE SYSTEM SHALL set it aside with its bytes, and go on with the next.`,
    priority: "P0",
  }),
};

export const provisioning: Question = {
  id: "integration.provisioning",
  category: "integration",
  number: 6,
  text: "How does a new device get its identity, and how is it given to its owner?",
  reason: "A key that all devices share is a key that everybody has.",
  follows: "What is put in at the factory, how a device is claimed, replaced and shut out.",
  example: "claim-code",
  answer: {
    kind: "choice",
    options: [
      option(
        "factory-certificate",
        "A certificate of its own, put in at the factory",
        ["Works from the first second, and cannot be copied from a chip."],
        ["The factory must take part, and certificates end one day."],
        "You order the hardware, in thousands.",
      ),
      option(
        "claim-code",
        "A code on the device, claimed by its owner, for which it gets a key",
        ["Any hardware; the owner is known at once."],
        ["Codes that can be guessed can be stolen."],
        "Devices are sold, and set up by their owners.",
      ),
      option(
        "by-hand",
        "An operator enters it and puts the key in",
        ["Nothing to build first."],
        ["An hour a hundred, and keys pass through hands."],
        "Tens of devices.",
      ),
    ],
  },
  asked: whenKind("telemetry"),
  recommend: (facts) =>
    take(
      "claim-code",
      `It is ${kindOf(facts)}: a code that works once gives each device a key of its own without the help of a factory.`,
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P0", {
    "factory-certificate":
      "WHEN a device with a certificate of the factory calls for the first time THE SYSTEM SHALL register it, without an owner. WHEN a certificate has 60 days left THE SYSTEM SHALL renew it.",
    "claim-code":
      "WHEN an owner enters a device's code THE SYSTEM SHALL give the device a key of its own and the code no further use. IF codes are tried at more than 10 an hour from one account THEN THE SYSTEM SHALL refuse further ones for a day.",
    "by-hand":
      "WHEN an operator enters a device THE SYSTEM SHALL make a key for it, show it once, and keep only what is needed to check it.",
  }),
};

const doors: { readonly [id: string]: string } = {
  password: "a password and a second factor of its own",
  oidc: "the organisation's own OpenID Connect provider",
  saml: "the organisation's own SAML 2.0 provider",
  scim: "accounts that the organisation's directory gives and takes by SCIM 2.0",
};

export const singleSignOn: Question = {
  id: "integration.single-sign-on",
  category: "integration",
  number: 7,
  text: "How do people of an organisation sign in: with something of ours, or through the directory of their own house?",
  reason: "Larger customers do not buy without it, and who left the company must be out that day.",
  follows:
    "One identity provider for each tenant, and what happens to accounts that its directory takes away.",
  example: "password, oidc, scim",
  answer: {
    kind: "choice",
    many: true,
    options: [
      option(
        "password",
        "A password and a second factor of ours",
        ["Works for every customer from the first minute."],
        ["Passwords are lost, shared and stolen."],
        "Small customers.",
      ),
      option(
        "oidc",
        "Their provider, by OpenID Connect",
        ["Their rules for passwords and second factors hold."],
        ["Each customer's provider is set up once."],
        "Customers with a directory in the cloud.",
      ),
      option(
        "saml",
        "Their provider, by SAML 2.0",
        ["What older large houses have."],
        ["Hard to get right; use a library or a broker."],
        "Large customers ask for it by name.",
      ),
      option(
        "scim",
        "Accounts by SCIM 2.0",
        ["Who leaves is out without anybody's work."],
        ["Groups and roles must be mapped."],
        "Customers with hundreds of people.",
      ),
    ],
  },
  asked: whenKind("saas"),
  recommend: (facts) => {
    const people = peopleIn(facts);
    return take(
      "password, oidc",
      `Several organisations share it${people ? `, with ${sayNumber(people)} people` : ""}: one door for the small ones and one for those with a directory; SAML and SCIM can follow when a customer asks.`,
      ...answered(facts, "scope.kind"),
      ...(people ? ["scope.users"] : []),
    );
  },
  requirement: (value) => ({
    statement: `WHEN somebody signs in THE SYSTEM SHALL know them by ${listed(
      chosenIn(value).map((id) => doors[id] ?? id),
      "or",
    )}, as their organisation has chosen. IF a provider speaks of an address outside its organisation's own domains THEN THE SYSTEM SHALL refuse it.`,
    priority: "P0",
  }),
};

export const directory: Question = {
  id: "integration.identity",
  category: "integration",
  number: 8,
  text: "Through which directory do the people of the house sign in, and from where do their roles come?",
  reason: "A list of accounts of its own is a list that nobody tidies up.",
  follows: "The login, how roles are mapped from groups, and what happens when the directory is away.",
  example: "oidc",
  answer: {
    kind: "choice",
    options: [
      option(
        "oidc",
        "The house's provider, by OpenID Connect; roles from its groups",
        ["Who leaves is out; second factors are there already."],
        ["Groups must exist, and be kept by somebody."],
        "There is a directory that speaks it: nearly always.",
      ),
      option(
        "saml",
        "The house's provider, by SAML 2.0",
        ["Works with older directories."],
        ["Harder to get right."],
        "The directory speaks nothing newer.",
      ),
      option(
        "ldap",
        "LDAP, asked directly",
        ["Works inside closed networks."],
        ["The tool sees passwords."],
        "No provider can be reached, and none may be added.",
      ),
      option(
        "own",
        "Accounts of its own",
        ["Depends on nobody."],
        ["Who leaves stays in until somebody thinks of it."],
        "There is no directory.",
      ),
    ],
  },
  asked: whenKind("internal"),
  recommend: (facts) =>
    take(
      "oidc",
      "It is an internal tool: its people have accounts already, and their directory knows who left.",
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P0", {
    oidc: "WHEN somebody of the house signs in THE SYSTEM SHALL know them by the house's OpenID Connect provider, and their roles by its groups. IF they were removed there THEN THE SYSTEM SHALL refuse them within 15 min.",
    saml: "WHEN somebody of the house signs in THE SYSTEM SHALL know them by the house's SAML 2.0 provider, and their roles by its groups, and refuse every assertion that is not signed, is not for it, or was used before.",
    ldap: "WHEN somebody of the house signs in THE SYSTEM SHALL ask the directory over TLS, and never keep or log the password.",
    own: "WHEN an account was not used for 90 days THE SYSTEM SHALL lock it. WHEN somebody signs in THE SYSTEM SHALL ask for a second factor.",
  }),
};

export const media: Question = {
  id: "integration.media",
  category: "integration",
  number: 12,
  text: "Where do pictures, recordings and films lie, and who makes the sizes and forms in which they are shown?",
  reason: "They are ninety-nine parts of a hundred of the bytes, and none of the rules.",
  follows: "Uploads past the API, the jobs that make sizes, and the addresses under which they are read.",
  example: "object-storage",
  answer: {
    kind: "choice",
    options: [
      option(
        "object-storage",
        "In object storage behind a CDN; sizes are made in the background",
        ["Cheap, without bounds.", "The database stays small."],
        ["File and row can come apart, and must be swept."],
        "Nearly always.",
      ),
      option(
        "service",
        "With a service for media",
        ["Sizes, forms and films are its business."],
        ["Costs by use, and is hard to leave."],
        "Films, or thousands of pictures a day.",
      ),
      option(
        "database",
        "In the database",
        ["One backup, one transaction."],
        ["Every restore takes hours more."],
        "A few hundred small pictures.",
      ),
    ],
  },
  asked: whenKind("content"),
  recommend: (facts) =>
    take(
      "object-storage",
      "It is a service that publishes content: object storage keeps bytes cheaply and leaves the database small enough to restore within its recovery time.",
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P1", {
    "object-storage":
      "WHEN a file is uploaded THE SYSTEM SHALL check its kind by its bytes, make its sizes in the background, and show it only when they are there. WHEN nothing refers to a file for 30 days THE SYSTEM SHALL delete it.",
    service:
      "WHILE the media service is away THE SYSTEM SHALL publish texts without it, and show what the CDN still holds.",
    database: "IF a file is larger than 1 MB THEN THE SYSTEM SHALL refuse it.",
  }),
};

const exchanges: { readonly [id: string]: string } = {
  fhir: "FHIR R4",
  hl7v2: "HL7 v2 messages",
  dicom: "DICOM for images",
  files: "signed files in a folder that both sides watch",
};

export const records: Question = {
  id: "integration.records",
  category: "integration",
  number: 13,
  text: "In which form are records exchanged with clinics, laboratories and other systems?",
  reason: "A value without its unit and its code is a danger to somebody.",
  follows: "The doors for records, the codes that are understood, and what happens to what is not.",
  example: "fhir, hl7v2",
  answer: {
    kind: "choice",
    many: true,
    options: [
      option(
        "none",
        "Not at all",
        ["Nothing to map."],
        ["Somebody types it in, with mistakes."],
        "It stands alone.",
        true,
      ),
      option(
        "fhir",
        "FHIR",
        ["What new systems speak, over HTTP, with codes and units."],
        ["Each house has its own profile."],
        "Nearly always where it is new.",
      ),
      option(
        "hl7v2",
        "HL7 v2",
        ["What is there in hospitals and laboratories."],
        ["Each sender fills it in differently."],
        "Results and admissions from what is there.",
      ),
      option(
        "dicom",
        "DICOM",
        ["The one form for images."],
        ["Large, and a world of its own."],
        "Radiology.",
      ),
      option(
        "files",
        "Files in a folder",
        ["Anybody can."],
        ["Late, and nobody notices when none comes."],
        "Nothing else is to be had.",
      ),
    ],
  },
  asked: whenKind("health"),
  recommend: (facts) => {
    const systems = facts.rows("integration.systems").map((row) => String(row.name));
    return systems.length
      ? take(
          "fhir, hl7v2",
          `You named ${listed(systems)}: new systems speak FHIR, and laboratories mostly HL7 v2.`,
          "integration.systems",
        )
      : take(
          "fhir",
          `It is ${kindOf(facts)}, and no other system was named: FHIR is what later ones will ask for.`,
          ...answered(facts, "scope.kind"),
        );
  },
  requirement: (value) => {
    const chosen = chosenIn(value).flatMap((id) => exchanges[id] ?? []);
    return {
      statement: chosen.length
        ? `WHEN a record is exchanged THE SYSTEM SHALL do so as ${listed(chosen, "or")}, with code, unit and source of each value. IF patient, code or unit are not known for certain THEN THE SYSTEM SHALL set it aside for a person, and never guess.`
        : "THE SYSTEM SHALL exchange no records with other systems.",
      priority: "P0",
    };
  },
};
