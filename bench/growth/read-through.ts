import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

const pieceBytes = 4 * 1024 * 1024;

/** A server that runs takes files away meanwhile, such as those it keeps for its next start. */
async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Reads all files below a folder once, so that the operating system has them in memory as far as it can. */
export async function readThrough(folder: string): Promise<void> {
  const piece = Buffer.allocUnsafe(pieceBytes);
  for (const path of await filesBelow(folder)) {
    const file = await unlessGone(open(path));
    if (!file) continue;
    try {
      while ((await file.read(piece, 0, pieceBytes)).bytesRead > 0);
    } finally {
      await file.close();
    }
  }
}

/** Bytes of all files below a folder. */
export async function bytesOf(folder: string): Promise<number> {
  const files = await Promise.all((await filesBelow(folder)).map((path) => unlessGone(stat(path))));
  return files.reduce((sum, file) => sum + (file?.size ?? 0), 0);
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
