import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Provider } from './types.ts';

export interface Catalog {
  /** By id, in the order of the default cascade. */
  readonly providers: ReadonlyMap<string, Provider>;
}

/**
 * Reads a folder of providers, one file each, which export `provider`. Default: those that ship.
 * @throws Error that names the file, when a file exports none, misnames itself or takes an id that is in use.
 */
export async function loadCatalog(folder: string = join(import.meta.dirname, 'providers')): Promise<Catalog> {
  const files = (await readdir(folder)).filter(
    (file) => /\.(ts|js)$/.test(file) && !/\.(d|test)\.(ts|js)$/.test(file),
  );
  const found = await Promise.all(
    files.toSorted().map((file) => readProvider(join(folder, file), idOf(file))),
  );
  const providers = found.toSorted((one, other) => one.order - other.order || one.id.localeCompare(other.id));
  return { providers: byId(providers) };
}

async function readProvider(path: string, id: string): Promise<Provider> {
  const module: unknown = await import(pathToFileURL(path).href);
  if (!hasProvider(module)) throw new Error(`${path}: exports no \`provider\``);
  const { provider } = module;
  if (provider.id !== id) throw new Error(`${path}: is named ${id}, but its provider is \`${provider.id}\``);
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(id))
    throw new Error(`${path}: an id has lower-case letters, digits, - and _`);
  if (!Number.isFinite(provider.order)) throw new Error(`${path}: \`order\` is no number`);
  if (provider.baseUrl.endsWith('/')) throw new Error(`${path}: \`baseUrl\` ends with a slash`);
  checkModels(path, provider);
  return provider;
}

/** The files of this folder are code that TypeScript has checked: only what a slip can break is looked at here. */
function hasProvider(module: unknown): module is { readonly provider: Provider } {
  if (typeof module !== 'object' || module === null || !('provider' in module)) return false;
  const { provider } = module;
  return (
    typeof provider === 'object' &&
    provider !== null &&
    'id' in provider &&
    'baseUrl' in provider &&
    'models' in provider
  );
}

function checkModels(path: string, provider: Provider): void {
  const ids = provider.models.map((model) => model.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`${path}: the model \`${twice}\` is there twice`);
}

function byId(providers: readonly Provider[]): ReadonlyMap<string, Provider> {
  const map = new Map<string, Provider>();
  for (const provider of providers) {
    if (map.has(provider.id)) throw new Error(`two providers are called \`${provider.id}\``);
    map.set(provider.id, provider);
  }
  return map;
}

function idOf(file: string): string {
  return file.replace(/\.(ts|js)$/, '');
}
