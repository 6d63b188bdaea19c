/** The errno name of a failed system call, for example `ENOENT`; undefined for any other error. */
export function errnoOf(error: unknown): string | undefined {
  const isSystemError = error instanceof Error && "code" in error && "errno" in error;
  return isSystemError && typeof error.code === "string" ? error.code : undefined;
}
