import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

const pieceBytes = 4 * 1024 * 1024;

/** Reads all files below a folder once, so that the operating system has them in memory as far as it can. */
export async function readThrough(folder: string): Promise<void> {
  const piece = Buffer.allocUnsafe(pieceBytes);
  for (const path of await filesBelow(folder)) {
    const file = await open(path);
    try {
      while ((await file.read(piece, 0, pieceBytes)).bytesRead > 0);
    } finally {
      await file.close();
    }
  }
}

/** Bytes of all files below a folder. */
export async function bytesOf(folder: string): Promise<number> {
  const sizes = await Promise.all((await filesBelow(folder)).map(async (path) => (await stat(path)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
