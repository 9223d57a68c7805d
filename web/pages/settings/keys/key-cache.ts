import type { QueryClient } from '@tanstack/react-query';
import type { KeyListView, KeyView } from '../../../../src/api/views/key-view.ts';

/** What a change answered, into every list of keys that is shown; a new key comes last. */
export function keepKey(client: QueryClient, key: KeyView): void {
  change(client, (keys) =>
    keys.some(({ id }) => id === key.id)
      ? keys.map((one) => (one.id === key.id ? key : one))
      : [...keys, key],
  );
}

export function dropKey(client: QueryClient, id: string): void {
  change(client, (keys) => keys.filter((key) => key.id !== id));
}

/** Whatever else a change touched: other keys of the account, what a provider has, what is left. */
export async function refreshKeys(client: QueryClient): Promise<void> {
  const queryKeys = [['keys'], ['providers'], ['quotas'], ['routes'], ['forecast']];
  await Promise.all(queryKeys.map((queryKey) => client.invalidateQueries({ queryKey })));
}

function change(client: QueryClient, edit: (keys: KeyListView['keys']) => KeyListView['keys']): void {
  client.setQueriesData<KeyListView>({ queryKey: ['keys'] }, (before) =>
    before === undefined ? before : { keys: edit(before.keys) },
  );
}
