import { loadCatalog } from '../catalog/load-catalog.ts';
import { loadConfig } from '../config/load-config.ts';
import { houseOfConfig } from './house-of-config.ts';
import type { House } from './house.ts';

/** An installation as it is shipped: nobody's configuration, no key. */
export async function shippedHouse(): Promise<House> {
  const catalog = (await loadCatalog()).providers;
  const nowhere = { folder: import.meta.dirname, processEnv: {}, terminal: false };
  return houseOfConfig(loadConfig(catalog, nowhere), catalog);
}
