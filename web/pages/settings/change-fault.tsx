import type { ReactNode } from 'react';
import { Notice } from '../../components/notice.tsx';
import { useFaultWords } from './use-fault-words.ts';

/** Why a change was not taken; nothing while all is well. */
export function ChangeFault({ error }: { readonly error: Error | null }): ReactNode {
  const words = useFaultWords();
  return error === null ? null : <Notice tone="bad">{words(error)}</Notice>;
}
