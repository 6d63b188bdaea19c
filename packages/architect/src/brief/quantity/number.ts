/** What a text begins with, read as a number, and what stands after it. */
export type NumberReading =
  | { readonly value: number; readonly rest: string }
  /** It can be two numbers, or none: why, and what to write instead. */
  | { readonly problem: string };

export interface NumberOptions {
  /** "k" is a thousand, "m" a million. Not where "m" is a minute. */
  readonly scales?: boolean;
  /** Whether three digits after a point, or after a comma, can only be decimals: a share of 99.999. */
  readonly decimal?: "point" | "point-or-comma";
}

/**
 * Reads the number at the beginning of a text: digits, with thousands set off by comma, space, apostrophe or underscore; decimals after a point or a
 * comma; powers of ten; a scale ("k", "million"); or words up to billions ("two hundred", "half a million"). Undefined where there is none.
 */
export function readNumber(text: string, options: NumberOptions = {}): NumberReading | undefined {
  const [, sign = "", unsigned = ""] = /^([+-]?|minus )\s?(.*)$/s.exec(text) ?? [];
  const read =
    readDigits(unsigned, options) ?? (sign === "" || sign === "minus " ? readWords(unsigned) : undefined);
  if (!read || "problem" in read) return read;
  const scaled = withScale(read.value, read.rest, options.scales ?? false);
  return {
    value: sign === "-" || sign === "minus " ? -scaled.value || 0 : scaled.value,
    rest: scaled.rest.trimStart(),
  };
}

/** Multiplies so that what people write in decimals comes out as they would reckon it: 4.35 times 100 is 435. */
export function times(value: number, factor: number): number {
  return factor === 1 ? value : Number((value * factor).toPrecision(15));
}

const token = /^(?:\d{1,3}(?:[ '_]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*|[.,]\d+)(?!\d)/;

function readDigits(text: string, options: NumberOptions): NumberReading | undefined {
  const written = token.exec(text)?.[0];
  if (written === undefined) return undefined;
  const after = text.slice(written.length);
  const exponent = /^(?:e([+-]?\d{1,4})|\s?(?:[x×*]\s?10)\s?\^\s?([+-]?\d{1,4}))(?![a-z\d])/i.exec(after);
  if (exponent) {
    const value = Number(`${written.replace(",", ".")}e${exponent[1] ?? exponent[2]}`);
    return { value, rest: after.slice(exponent[0].length) };
  }
  const power = /^\s?\^\s?([+-]?\d{1,4})(?!\d)/.exec(after);
  if (power) return { value: Number(written) ** Number(power[1]), rest: after.slice(power[0].length) };
  const value = numberOf(written, options);
  return typeof value === "number" ? { value, rest: after } : value;
}

function numberOf(written: string, { decimal }: NumberOptions): number | { readonly problem: string } {
  const bare = written.replace(/[ '_]/g, "");
  const points = bare.match(/[.,]/g) ?? [];
  const last = points.at(-1);
  if (last === undefined) return Number(bare);
  const [whole = "", decimals = ""] = [
    bare.slice(0, bare.lastIndexOf(last)),
    bare.slice(bare.lastIndexOf(last) + 1),
  ];
  const asDecimal = Number(`${whole.replace(/[.,]/g, "") || "0"}.${decimals}`);
  const asThousands = Number(bare.replace(/[.,]/g, ""));
  if (bare !== written) return asDecimal;
  const grouped = /^[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*$/;
  if (new Set(points).size === 2) {
    if (points.filter((point) => point === last).length === 1 && grouped.test(whole)) return asDecimal;
    return { problem: `"${written}" is no number: write ${asThousands}, or set decimals off by one point.` };
  }
  if (points.length > 1)
    return grouped.test(bare)
      ? asThousands
      : { problem: `"${written}" is no number: thousands are set off by three digits each.` };
  if (!grouped.test(bare)) return asDecimal;
  if (decimal === "point-or-comma" || (decimal === "point" && last === ".")) return asDecimal;
  if (last === ",") return asThousands;
  return {
    problem: `"${written}" can be ${asDecimal} or ${asThousands}: write ${asDecimal} or ${asThousands}.`,
  };
}

const scales: { readonly [word: string]: number } = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  mio: 1e6,
  million: 1e6,
  millions: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  billions: 1e9,
  trillion: 1e12,
};

function withScale(value: number, rest: string, letters: boolean) {
  const scale =
    /^\s?(thousand|millions?|billions?|trillion|mio|mn|bn|k|m|b)(?:\.(?=\s))?(?![a-z])|^\s?(k)(?=[rqt]ps\b|req|msg)/i.exec(
      rest,
    );
  const word = (scale?.[1] ?? scale?.[2] ?? "").toLowerCase();
  const factor = scales[word];
  if (!scale || factor === undefined || (word.length < 3 && !letters)) return { value, rest };
  return { value: times(value, factor), rest: rest.slice(scale[0].length) };
}

const words: { readonly [word: string]: number } = Object.fromEntries([
  ...[
    ..."zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split(
      " ",
    ),
    ..."seventeen eighteen nineteen".split(" "),
  ].map((word, value) => [word, value]),
  ..."twenty thirty forty fifty sixty seventy eighty ninety"
    .split(" ")
    .map((word, ten) => [word, (ten + 2) * 10]),
]);

/** "two hundred thousand", "half a million", "an" (hour). Scales that follow are read with the digits'. */
function readWords(text: string): { readonly value: number; readonly rest: string } | undefined {
  const half = /^half an?\s+/i.exec(text);
  if (half) return { value: 0.5, rest: text.slice(half[0].length) };
  const one = /^an?\s+(?!(?:lot|few|couple|bit|handful|number|great|good)\b)(?=\S)/i.exec(text);
  if (one) {
    const rest = text.slice(one[0].length);
    const hundred = /^(hundred|dozen)\b\s?/i.exec(rest);
    if (!hundred) return { value: 1, rest };
    return { value: /^h/i.test(rest) ? 100 : 12, rest: rest.slice(hundred[0].length) };
  }
  let value: number | undefined;
  let rest = text;
  for (;;) {
    const next = /^(?:and )?([a-z]+)(?:[\s-]+|$)/i.exec(rest);
    const word = (next?.[1] ?? "").toLowerCase();
    const number = Object.hasOwn(words, word) ? words[word] : undefined;
    if (!next || (number === undefined && !(word === "hundred" && value !== undefined))) break;
    value = number === undefined ? (value ?? 1) * 100 : (value ?? 0) + number;
    rest = rest.slice(next[0].length);
  }
  return value === undefined ? undefined : { value, rest };
}
