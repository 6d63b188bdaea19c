import type { Facts } from "../facts.js";
import { answered, isKind, kindOf, namesOfPrivacy, whenKind } from "./known.js";
import { listed, option, perChoice, take } from "./parts.js";
import type { Question } from "./question.js";
import { amountOf } from "./wording.js";

export const consent: Question = {
  id: "data.consent",
  category: "data",
  number: 10,
  text: "On which ground may a patient's data be used, and what happens when the patient takes it back?",
  reason: "Using data beyond its ground is unlawful, however useful it would be.",
  follows: "What is kept of each consent, and what every read for another purpose must ask.",
  example: "per-purpose",
  answer: {
    kind: "choice",
    options: [
      option(
        "treatment",
        "The treatment itself; for anything else it is not used",
        ["Nothing to ask patients for."],
        ["No research, no statistics by person."],
        "It serves treatment and nothing else.",
      ),
      option(
        "per-purpose",
        "Consent for each purpose, which can be taken back",
        ["Patients decide; research becomes possible."],
        ["Every read must know its purpose."],
        "Data is used for more than treatment.",
      ),
      option(
        "law",
        "A law that lays it down, such as a duty to report",
        ["No consent is needed for that."],
        ["Exactly what the law says, and no more."],
        "Registers and reporting.",
      ),
    ],
  },
  asked: whenKind("health"),
  recommend: (facts) =>
    take(
      "per-purpose",
      "It is a service that keeps health records: keeping the purpose with each use costs little now and cannot be added later for what was collected before.",
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P0", {
    treatment: "IF data of a patient is asked for other than for treatment THEN THE SYSTEM SHALL refuse it.",
    "per-purpose":
      "IF the patient has not consented to the purpose of a read THEN THE SYSTEM SHALL refuse it. WHEN a consent is taken back THE SYSTEM SHALL refuse such reads within 60 s, and tell those who were given the data.",
    law: "WHEN data is used under a law THE SYSTEM SHALL give no more than that law names, and keep which law it was.",
  }),
};

export const residency: Question = {
  id: "data.residency",
  category: "data",
  number: 11,
  text: "In which places may sensitive data lie and be worked on, backups and support included?",
  reason: "A backup in the wrong country breaks the law as much as a database there.",
  follows: "Regions, providers and their contracts, and where people of support may sit.",
  example: "country",
  answer: {
    kind: "choice",
    options: [
      option(
        "country",
        "In one country only",
        ["The simplest to prove."],
        ["Few providers, and no second region far away."],
        "A national law or contract says so.",
      ),
      option(
        "region",
        "In the EU, or another region with one law",
        ["Several providers and regions to choose from."],
        ["Support from elsewhere counts as a transfer too."],
        "Personal data of people in the EU.",
      ),
      option(
        "contracts",
        "Anywhere with contracts that the law accepts",
        ["Every provider can be used."],
        ["Contracts and their assessment are kept up, and courts overturn them."],
        "Users and staff are all over the world.",
      ),
      option(
        "anywhere",
        "Anywhere",
        ["Nothing to watch."],
        ["It must be asked again for each new kind of data."],
        "The data says nothing of people.",
      ),
    ],
  },
  asked: {
    because: "it keeps health records, or data that you marked as sensitive",
    holds: (facts) =>
      isKind(facts, "health") ||
      (!isKind(facts, "payments", "commerce") && namesOfPrivacy(facts, "sensitive").length > 0),
  },
  recommend: (facts) => {
    const sensitive = namesOfPrivacy(facts, "sensitive");
    return take(
      "region",
      `${sensitive.length ? `You marked ${listed(sensitive)} as sensitive` : `It is ${kindOf(facts)}`}: one region with one law leaves a choice of providers and a second place for backups.`,
      ...(sensitive.length ? ["data.entities"] : answered(facts, "scope.kind")),
    );
  },
  requirement: perChoice("P0", {
    country:
      "THE SYSTEM SHALL keep and process sensitive data, copies and logs in one country only. IF somebody elsewhere asks for it THEN THE SYSTEM SHALL refuse it.",
    region:
      "THE SYSTEM SHALL keep and process sensitive data, copies and logs within one region of law only. IF it would be sent out of it THEN THE SYSTEM SHALL refuse that.",
    contracts:
      "WHEN sensitive data leaves its region THE SYSTEM SHALL send it only to those with whom a contract is on record, and note it.",
    anywhere: "THE SYSTEM SHALL say of each kind of data in which place it lies.",
  }),
};

export const retention: Question = {
  id: "data.retention",
  category: "data",
  number: 12,
  text: "How long must records be kept after the last treatment, and how long the notes of who looked at them?",
  reason: "Health records must be kept for years and then deleted; both are duties.",
  follows: "What is moved to cheaper storage, what is deleted by itself, and what a legal hold stops.",
  example: "records 10 years, looks 6 years",
  answer: {
    kind: "quantities",
    parts: [
      { id: "records", title: "Records", measure: "duration", least: 0 },
      { id: "looks", title: "Notes of who looked", measure: "duration", least: 0 },
    ],
  },
  asked: whenKind("health"),
  recommend: (facts) =>
    take(
      "records 10 years, looks 6 years",
      "It is a service that keeps health records: ten years after the last treatment is common law in Europe, and six years for notes of access what HIPAA asks. Have somebody who knows your law confirm it.",
      ...answered(facts, "scope.kind"),
    ),
  requirement: (value) => ({
    statement: `THE SYSTEM SHALL keep a record for ${amountOf(value, "records")} after the last treatment, and who looked at it for ${amountOf(value, "looks")}. WHEN that time is over THE SYSTEM SHALL delete it within 30 days, unless a legal hold names it.`,
    priority: "P0",
  }),
};

export const revisions: Question = {
  id: "data.revisions",
  category: "data",
  number: 20,
  text: "Which earlier versions of a text are kept, and who may bring one back?",
  reason: "What was shown on a given day is asked for by courts, and by editors who erred.",
  follows: "How texts are stored, and how much they take.",
  example: "all",
  answer: {
    kind: "choice",
    options: [
      option(
        "none",
        "None",
        ["The least to keep."],
        ["A mistake cannot be taken back."],
        "Texts that another system keeps.",
      ),
      option(
        "published",
        "Each version that readers saw",
        ["Says what was shown on which day."],
        ["A lost draft stays lost."],
        "Readers rely on what is written.",
      ),
      option(
        "all",
        "All, drafts included",
        ["Nothing is lost."],
        ["Drafts hold what should not be kept for ever, so they end by themselves."],
        "Several people write the same text.",
      ),
    ],
  },
  asked: whenKind("content"),
  recommend: (facts) =>
    take(
      "published",
      "It is a service that publishes content: what readers saw is what anybody asks about later.",
      ...answered(facts, "scope.kind"),
    ),
  requirement: perChoice("P1", {
    none: "WHEN a text is saved THE SYSTEM SHALL keep it in place of the one before.",
    published:
      "WHEN a text is published THE SYSTEM SHALL keep that version with its time and its author, and let an editor bring it back.",
    all: "WHEN a text is saved THE SYSTEM SHALL keep the version with its time and its author, drafts for 90 days and published ones for good.",
  }),
};

export const deletion: Question = {
  id: "data.deletion",
  category: "data",
  number: 18,
  text: "What becomes of a person's data when that person asks for it to be deleted?",
  reason: "Invoices must be kept, comments of others hang on it, and backups hold it too.",
  follows: "What is erased, what is kept without a name, and by when it is gone everywhere.",
  example: "anonymise",
  answer: {
    kind: "choice",
    options: [
      option(
        "hide",
        "It is marked as deleted and shown to nobody",
        ["Can be taken back."],
        ["It is not deleted, and the law says so too."],
        "A first step, with one of the others after some days.",
      ),
      option(
        "erase",
        "It is erased, with everything that hangs on it",
        ["Nothing is left to leak."],
        ["Sums and threads of others change."],
        "Nobody else needs what hangs on it.",
      ),
      option(
        "anonymise",
        "Who it was is erased; what happened stays, without a name",
        ["Sums, orders and threads stay whole."],
        ["Must really be beyond finding out again."],
        "Law or sums need what happened: nearly always.",
      ),
    ],
  },
  asked: {
    because: "it keeps data that you marked as personal or sensitive",
    holds: (facts) => namesOfPrivacy(facts, "personal", "sensitive").length > 0,
  },
  recommend: (facts) =>
    take(
      "anonymise",
      `${people(facts)}: what happened can stay for the books once nobody can tell whom it was about.`,
      ...answered(facts, "data.entities"),
    ),
  requirement: perChoice("P0", {
    hide: "WHEN a person asks for deletion THE SYSTEM SHALL show their data to nobody from then on, and erase it after 30 days.",
    erase:
      "WHEN a person asks for deletion THE SYSTEM SHALL erase their data and what hangs on it within 30 days, and have it gone from backups within 90 days.",
    anonymise:
      "WHEN a person asks for deletion THE SYSTEM SHALL erase within 30 days whatever tells who they are, keep what happened without it, and have it gone from backups within 90 days.",
  }),
};

function people(facts: Facts): string {
  const personal = namesOfPrivacy(facts, "personal", "sensitive");
  return personal.length
    ? `You marked ${listed(personal)} as personal or sensitive`
    : "Nothing was marked as personal yet";
}
