import type { Queries } from './tables.ts';

/** What the administrator changed about a provider while running. */
export interface ProviderSettings {
  readonly id: string;
  readonly enabled: boolean;
  /** Checked by who reads it. */
  readonly overrides: Readonly<Record<string, unknown>>;
}

export interface ProviderSettingsRepository {
  list(): Promise<readonly ProviderSettings[]>;
  set(settings: ProviderSettings): Promise<void>;
  /** False = there were none. */
  remove(id: string): Promise<boolean>;
}

export function createProviderSettingsRepository(db: Queries): ProviderSettingsRepository {
  return {
    async list() {
      const rows = await db.selectFrom('provider_settings').selectAll().orderBy('id').execute();
      return rows.map(({ id, enabled, overrides }) => ({
        id,
        enabled: enabled === 1,
        overrides: toRecord(overrides),
      }));
    },
    async set({ id, enabled, overrides }) {
      const columns = { enabled: Number(enabled), overrides: JSON.stringify(overrides) };
      const row = db.insertInto('provider_settings').values({ id, ...columns });
      await row.onConflict((conflict) => conflict.column('id').doUpdateSet(columns)).execute();
    },
    async remove(id) {
      const { numDeletedRows } = await db
        .deleteFrom('provider_settings')
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

function toRecord(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
