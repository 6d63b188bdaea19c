/** True where two types are the same, whatever the way in which they were written. */
export type Equal<One, Other> =
  (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;

/** Does not compile unless it is given `true`: `expectType<Equal<Row<Product>, { id: string }>>()`. */
export function expectType<Same extends true>(same?: Same): void {
  void same;
}

expectType<Equal<{ a: 1; b?: 2 }, { a: 1; b?: 2 }>>();
// @ts-expect-error A difference must not compile, or the assertions would assert nothing.
expectType<Equal<{ a: 1 }, { a?: 1 }>>();
// @ts-expect-error `any` is not the same as what it stands in for.
expectType<Equal<string, ReturnType<typeof JSON.parse>>>();
