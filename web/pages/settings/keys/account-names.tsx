import type { ReactNode } from 'react';
import { useKeys } from '../use-keys.ts';

/** The accounts that a provider's keys have, offered while one is typed. */
export function AccountNames({
  id,
  provider,
}: {
  readonly id: string;
  readonly provider: string;
}): ReactNode {
  const keys = useKeys().data?.keys ?? [];
  const names = new Set(keys.filter((key) => key.provider === provider).map(({ account }) => account));
  return (
    <datalist id={id}>
      {[...names]
        .filter((name) => name !== null)
        .map((name) => (
          <option key={name} value={name} />
        ))}
    </datalist>
  );
}
