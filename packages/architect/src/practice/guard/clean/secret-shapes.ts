/** What a secret looks like. The first group is the secret itself where there is more around it. */
export interface Shape {
  readonly what: string;
  readonly expression: RegExp;
}

/** A key begins after its marker: a marker alone stands in many a program that reads keys. */
const body = String.raw`(?:\s|\\n|\\r|["'+,]|(?:Proc-Type|DEK-Info|Version|Comment): ?[^\n]*)*[A-Za-z0-9+/=]{24}`;

/** Tokens whose form their issuers have made known, so that they can be found. */
export const shapes: readonly Shape[] = [
  {
    what: "a private key",
    expression: new RegExp(
      `-----BEGIN (?:RSA |EC |DSA |OPENSSH |PGP |ENCRYPTED )?PRIVATE KEY(?: BLOCK)?-----${body}`,
      "g",
    ),
  },
  { what: "an access key of AWS", expression: /\b((?:AKIA|ASIA)[0-9A-Z]{16})\b/g },
  {
    what: "a secret access key of AWS",
    expression: /(?:aws_?)?secret_?access_?key["']?\s*[:=]\s*["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])/gi,
  },
  { what: "a token of GitHub", expression: /\b(gh[pousr]_[A-Za-z0-9]{36,})\b/g },
  { what: "a token of GitHub", expression: /\b(github_pat_[A-Za-z0-9_]{60,})\b/g },
  { what: "a token of GitLab", expression: /\b(glpat-[\w-]{20,})/g },
  { what: "a live key of Stripe", expression: /\b([sr]k_live_[0-9A-Za-z]{16,})\b/g },
  { what: "a token of Slack", expression: /\b(xox[abeoprs]-[0-9A-Za-z-]{10,})/g },
  {
    what: "an address of Slack's webhooks",
    expression: /hooks\.slack\.com\/services\/(T[0-9A-Z]{8,}\/B[0-9A-Z]{8,}\/[0-9A-Za-z]{20,})/g,
  },
  { what: "a token of npm", expression: /\b(npm_[A-Za-z0-9]{36})\b/g },
  {
    what: "a token of a registry",
    expression: /:_(?:authToken|auth|password)\s*=\s*["']?([^\s"'${}<>]{8,})/g,
  },
  { what: "a token of PyPI", expression: /\b(pypi-AgEI[\w-]{50,})/g },
  { what: "a key of Google", expression: /\b(AIza[0-9A-Za-z_-]{35})(?![0-9A-Za-z_-])/g },
  { what: "a key of SendGrid", expression: /\b(SG\.[\w-]{22}\.[\w-]{43})(?![\w-])/g },
  { what: "a key of Anthropic", expression: /\b(sk-ant-[\w-]{24,})/g },
  { what: "a key of OpenAI", expression: /\b(sk-(?:proj|svcacct|admin)-[\w-]{24,})/g },
  { what: "a token of DigitalOcean", expression: /\b(do[oprt]_v1_[0-9a-f]{64})\b/g },
  {
    what: "a key of Azure's storage",
    expression: /AccountKey=([A-Za-z0-9+/]{86}==)/g,
  },
];

/** One of these stands in every text that has a secret: a quick look before the slow ones. */
export const hint =
  /PRIVATE KEY|AKIA|ASIA|secret_?access_?key|gh[pousr]_|github_pat_|glpat-|k_live_|xox[abeoprs]-|hooks\.slack|npm_|:_auth|:_password|pypi-|AIza|SG\.|sk-ant-|sk-(?:proj|svcacct|admin)-|do[oprt]_v1_|AccountKey=|:\/\//i;

/** Whether a text stands for a secret and is none: `ghp_xxxxxxxx`, `AKIAIOSFODNN7EXAMPLE`. */
export function isPlaceholder(secret: string): boolean {
  return (
    /EXAMPLE|X{5}|\*{3}|\.{3}|0{8}|PLACEHOLDER|REDACTED|YOUR[-_]/i.test(secret) || /(.)\1{6}/.test(secret)
  );
}
