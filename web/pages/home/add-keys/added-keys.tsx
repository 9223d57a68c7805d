import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './add-keys.module.css';
import { AddedKeyLine } from './added-key-line.tsx';
import type { AddKeys } from './use-add-keys.ts';

/** What came of the keys that were added last. Read out once, when all are tested. */
export function AddedKeys({ adding }: { readonly adding: AddKeys }): ReactNode {
  const { t } = useTranslation('home');
  const { added } = adding;
  const tested = added.filter(({ test }) => test !== null);
  const good = tested.filter(({ test }) => test?.ok === true).length;
  const isDone = added.length > 0 && tested.length === added.length;
  return (
    <>
      <p role="status" className="visually-hidden">
        {isDone && t('keys.summary', { good, all: added.length })}
      </p>
      {added.length > 0 && (
        <ul className={styles.results} aria-label={t('keys.added')}>
          {added.map((one) => (
            <AddedKeyLine key={one.key.id} added={one} adding={adding} />
          ))}
        </ul>
      )}
    </>
  );
}
