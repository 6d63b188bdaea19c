/** An address of a database that holds a password. */
export interface ConnectionUrl {
  readonly offset: number;
  readonly scheme: string;
  readonly user: string;
  readonly password: string;
  readonly host: string;
}

const urls =
  /\b(postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?):\/\/([^\s:/@"'`<>]*):([^\s/"'`<>]+)@([^\s:/?#"'`,)\\]+)/g;

/** Addresses in a text whose password is not an obvious placeholder. */
export function* connectionUrls(text: string): Iterable<ConnectionUrl> {
  for (const match of text.matchAll(urls)) {
    const [, scheme = "", user = "", password = "", host = ""] = match;
    if (isObvious(password, user) || isReserved(host)) continue;
    yield { offset: match.index, scheme, user, password, host };
  }
}

const words =
  /^(?:pass(?:word|wd|phrase)?|pw|pwd|secret|change[-_]?me|example|sample|test(?:ing)?|dev(?:elopment)?|local|user(?:name)?|root|admin|guest|postgres(?:ql)?|mysql|mongo|redis|rabbitmq|none|empty|foo|bar|baz|todo|placeholder|redacted|hidden|your.*|(?:my|some|super|very|random|dev|db|root|user|redis)[-_]?(?:pass(?:word|wd)?|pw|secret(?:[-_]?pass(?:word)?)?))\d{0,3}$/i;

/** Whether nobody could take it for a real one: a word for a password, the user's own name, a variable, stars. */
function isObvious(password: string, user: string): boolean {
  if (password === user || words.test(password)) return true;
  if (/^[$%{<[(]|\$\{|\{\{|^(.)\1*$|\*{3}|x{3}|\.{3}|…/i.test(password)) return true;
  return password.length < 4 || password.split(/[-_.]/).every((word) => words.test(word));
}

/** Names that lead nowhere by agreement (RFC 2606), and those that are filled in later. */
function isReserved(host: string): boolean {
  return (
    /(?:^|\.)(?:example(?:\.(?:com|org|net))?|test|invalid)$/i.test(host) ||
    /^(?:host(?:name)?|server|\.\.\.|…)$/i.test(host) ||
    /[${}<>[\]]/.test(host)
  );
}
