import type { Provider } from '../catalog/types.ts';
import { accountName, addressNames, keyBases, namesOfBase } from './key-names.ts';
import { settings } from './settings.ts';

/** Every name of the environment that means something to Noria. */
export function knownNames(
  catalog: ReadonlyMap<string, Provider>,
  ownIds: Iterable<string> = [],
): ReadonlySet<string> {
  const names = new Set<string>(Object.values(settings).map(({ name }) => name));
  const own = [...ownIds];
  for (const bases of keyBases(catalog, own).values()) {
    for (const name of bases.flatMap(namesOfBase)) names.add(name);
  }
  for (const id of [...catalog.keys(), ...own]) {
    for (const name of addressNames(id, catalog.get(id))) names.add(name);
  }
  for (const account of [...catalog.values()].map(accountName)) {
    if (account !== undefined) names.add(account);
  }
  return names;
}
