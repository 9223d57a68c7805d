import type { Queries } from './tables.ts';

/** Small facts about this installation: the hashed admin token, the id of the master key, the time of the first start. */
export interface MetaRepository {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  /** Sets it only when nothing is there; answers what is there afterwards. */
  setOnce(name: string, value: string): Promise<string>;
  remove(name: string): Promise<void>;
}

export function createMetaRepository(db: Queries): MetaRepository {
  async function get(name: string): Promise<string | null> {
    const row = await db.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst();
    return row?.value ?? null;
  }

  return {
    get,
    async set(name, value) {
      const row = db.insertInto('meta').values({ name, value });
      await row.onConflict((conflict) => conflict.column('name').doUpdateSet({ value })).execute();
    },
    async setOnce(name, value) {
      const row = db.insertInto('meta').values({ name, value });
      await row.onConflict((conflict) => conflict.doNothing()).execute();
      return (await get(name)) ?? value;
    },
    async remove(name) {
      await db.deleteFrom('meta').where('name', '=', name).execute();
    },
  };
}
