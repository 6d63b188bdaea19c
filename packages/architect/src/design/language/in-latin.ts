/** A name in Latin letters without marks, where each of its letters has a usual way to be written so; other letters stay as they are. */
export function inLatin(name: string): string {
  const written = [...name.normalize("NFC")].map((letter) => {
    const small = letter.toLowerCase();
    const latin = letters[small];
    if (latin === undefined) return letter;
    return small === letter ? latin : latin.charAt(0).toUpperCase() + latin.slice(1);
  });
  return written
    .join("")
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "");
}

const letters: { readonly [letter: string]: string } = {
  ...table("ß ss æ ae ø o œ oe ł l đ d ð d þ th ħ h ı i ä ae ö oe ü ue å aa"),
  ...table(
    "а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ы y э e ю yu я ya і i ї yi є ye ґ g",
  ),
  ъ: "",
  ь: "",
  ...table(
    "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o ά a έ e ή i ί i ό o ύ y ώ o ϊ i ϋ y ΐ i ΰ y",
  ),
};

function table(pairs: string): { readonly [letter: string]: string } {
  const all = pairs.split(" ");
  return Object.fromEntries(
    all.flatMap((letter, at) => (at % 2 === 0 ? [[letter, all[at + 1] ?? ""] as const] : [])),
  );
}
