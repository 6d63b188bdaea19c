import { option, type Rule } from "../rule.js";
import { chosenAt, fromOf, has } from "./known.js";

const callers = "integration.callers";
const house = "integration.identity";
const tenants = "integration.single-sign-on";

/** How people prove who they are. */
export const people: Rule = {
  id: "identity",
  part: "people",
  question: "How do people prove who they are?",
  options: [
    option(
      "none",
      "They need not",
      "Ask nobody who they are",
      ["Nothing to lose, to steal or to forget."],
      ["Nobody can have anything of their own."],
    ),
    option(
      "accounts",
      "Accounts of its own",
      "Keep accounts of its own",
      ["Nothing beside it to be away, and nothing to pay by the head."],
      ["Passwords, resets, lock-outs and second factors are yours, and so is the day on which they leak."],
      "Lintel hashes and checks passwords; the accounts are a service of the system.",
    ),
    option(
      "oidc",
      "OpenID Connect, with a provider or a directory",
      "Let people sign in by OpenID Connect",
      [
        "Passwords and second factors are somebody else's work.",
        "Who leaves the house loses access at once.",
      ],
      ["When the provider is away, nobody new comes in."],
    ),
  ],
  looksAt: ["authentication", "regulations", "entities", callers, house, tenants],
  follows: [],
  thresholds: [],
  judge: ({ needs }) => {
    const { authentication, regulations, entities } = needs;
    const isRequired = authentication.value.verdict === "required";
    const sensitive = entities.some(({ privacy }) => privacy === "sensitive");
    return {
      least: { says: authentication.value.because.join(" "), from: authentication.from },
      marks: [],
      facts: [
        {
          holds: isRequired && has(needs, callers, "users"),
          to: "oidc",
          says: "People sign in with a provider, as the brief has it.",
          otherwise: "People who sign in with a provider",
          from: fromOf(needs, callers),
          hard: true,
        },
        {
          holds:
            isRequired && (has(needs, house, "oidc", "saml", "ldap") || has(needs, tenants, "oidc", "saml")),
          to: "oidc",
          says: "People have a directory of their own house already, which knows who has left.",
          otherwise: "People of a house that has a directory",
          from: fromOf(needs, house, tenants),
          hard: true,
        },
        {
          holds: isRequired && (sensitive || regulations.value.some((one) => one !== "gdpr")),
          to: "oidc",
          says: "It holds what must not be had with a stolen password: second factors and lock-outs are better bought than built.",
          otherwise: "Sensitive data, or a duty beyond the GDPR",
          from: [...new Set([...regulations.from, ...authentication.from])],
        },
        {
          holds: isRequired,
          to: "accounts",
          says: authentication.value.because.join(" "),
          otherwise: authentication.value.wouldChange.join(" ").replace(/[.]$/, ""),
          from: authentication.from,
          hard: true,
        },
      ],
    };
  },
};

/** How programs and devices prove who they are. */
export const machines: Rule = {
  id: "identity",
  part: "machines",
  question: "How do programs and devices prove who they are?",
  options: [
    option(
      "none",
      "None call",
      "Let no program in",
      ["Nothing to hand out and to take back."],
      ["A program has to go on as a person, which nobody should."],
    ),
    option(
      "api-keys",
      "Keys",
      "Give programs keys",
      ["A developer has it working in a minute."],
      ["A key lies in files for years, and whoever has it is believed."],
      "Lintel believes tokens: something has to change a key for one.",
    ),
    option(
      "client-credentials",
      "Tokens for a short time (OAuth 2.0 client credentials)",
      "Give programs tokens for a short time",
      ["What is stolen is worth minutes.", "Rights are in the token, and taken back in one place."],
      ["Something has to issue them."],
    ),
    option(
      "mtls",
      "Certificates on both sides (mutual TLS)",
      "Let programs and devices prove themselves by certificates",
      ["Nothing that can be copied travels, and each device can be shut out by itself."],
      ["Certificates have to be made, renewed and withdrawn, by an authority of one's own."],
      "What ends TLS before Lintel checks the certificate, and asks for a token in its name.",
    ),
  ],
  looksAt: [callers, "experience.consumers"],
  follows: [],
  thresholds: [],
  judge: ({ needs }) => {
    const consumers = (...ids: readonly string[]) => has(needs, "experience.consumers", ...ids);
    const from = fromOf(needs, "experience.consumers");
    return {
      least: { says: "No program of others and no device calls it.", from: fromOf(needs, callers) },
      marks: [],
      facts: [
        chosenAt(needs, callers, ["mtls"], {
          to: "mtls",
          says: "Callers prove themselves by certificates.",
          otherwise: "Callers that have certificates",
          hard: true,
        }),
        chosenAt(needs, callers, ["client-credentials"], {
          to: "client-credentials",
          says: "Programs ask for tokens.",
          otherwise: "Programs that ask for tokens",
          hard: true,
        }),
        chosenAt(needs, callers, ["api-keys"], {
          to: "api-keys",
          says: "Programs have keys.",
          otherwise: "Programs that have keys",
          hard: true,
        }),
        {
          holds: consumers("devices"),
          to: "mtls",
          says: "Devices call it: each is shut out by itself when it is stolen.",
          otherwise: "Devices that call it",
          from,
        },
        {
          holds: consumers("partners", "services"),
          to: "client-credentials",
          says: "Programs of partners or of one's own call it all day.",
          otherwise: "Programs of partners or of one's own that call it",
          from,
        },
        {
          holds: consumers("developers"),
          to: "api-keys",
          says: "Outside developers try it out before anything else.",
          otherwise: "Outside developers that call it",
          from,
        },
      ],
    };
  },
};
