import type { LoadProgress } from "lintel";
import type { Client } from "pg";

const everyMs = 15_000;

/** Tells now and then how far a load is, and then which index is being made and how far that is. */
export function tellProgress(
  client: Client,
  products: number,
  tell: (line: string) => void,
): { heed(progress: LoadProgress): void; end(): Promise<void> } {
  const began = performance.now();
  let loaded = 0;
  let asked: Promise<unknown> = Promise.resolve();
  const seconds = () => Math.round((performance.now() - began) / 1_000);
  const timer = setInterval(() => {
    asked = indexNow(client).then(
      (index) =>
        tell(
          `${size(products)}: ${index ?? `${loaded.toLocaleString("en")} rows loaded`}, after ${seconds()} s`,
        ),
      () => {},
    );
  }, everyMs);
  return {
    heed(progress) {
      if (progress.is === "loading") loaded += progress.rows;
    },
    async end() {
      clearInterval(timer);
      await asked;
      tell(`${size(products)}: loaded in ${seconds()} s`);
    },
  };
}

async function indexNow(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ table: string; phase: string; share: number | null }>(
    `select relid::regclass::text as table,
            phase,
            case when phase like '%scanning%'
                 then round(100.0 * blocks_done / nullif(blocks_total, 0))::integer
            end as share
       from pg_stat_progress_create_index`,
  );
  const [index] = rows;
  if (!index) return undefined;
  const share = index.share === null ? "" : `, ${index.share} %`;
  return `index of ${index.table}, ${index.phase}${share}`;
}

function size(products: number): string {
  return `${products.toLocaleString("en")} products`;
}
