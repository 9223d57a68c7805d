import { CircleCheck, CircleX, LoaderCircle, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyTestView } from '../../../../src/api/views/key-view.ts';
import { Button } from '../../../components/button.tsx';
import { useToast } from '../../../components/toaster.tsx';
import { useProviderNames } from '../../../features/provider-names.ts';
import { formatDuration } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import styles from './add-keys.module.css';
import type { AddedKey, AddKeys } from './use-add-keys.ts';

export interface AddedKeyLineProps {
  readonly added: AddedKey;
  readonly adding: AddKeys;
}

/** A key and its test in words. */
export function AddedKeyLine({ added, adding }: AddedKeyLineProps): ReactNode {
  const { t } = useTranslation('home');
  const nameOf = useProviderNames();
  const { key, test, isRemoved, isNew } = added;
  const state = test === null ? 'testing' : test.ok ? 'good' : 'bad';
  const Icon = icons[state];
  return (
    <li className={isRemoved ? styles.removed : undefined}>
      <Icon size={20} aria-hidden="true" className={styles[state]} />
      <div className={styles.told}>
        <p className={styles.which}>
          <strong>{nameOf(key.provider)}</strong> <span className="mono">{key.masked}</span>
          {!isNew && <span className="soft">{t('keys.duplicate')}</span>}
        </p>
        {isRemoved ? <p>{t('keys.removed')}</p> : <Result test={test} />}
        {test?.ok === false && !isRemoved && <Ways added={added} adding={adding} />}
      </div>
    </li>
  );
}

function Result({ test }: { readonly test: KeyTestView | null }): ReactNode {
  const { t } = useTranslation('home');
  const language = useLanguage();
  if (test === null) return <p className="soft">{t('keys.testing')}</p>;
  if (test.error !== undefined)
    return (
      <>
        <p className={styles.fault}>{t(`keys.fault.${test.error.cause}`)}</p>
        <p className="soft small" lang="en">
          {test.error.message}
        </p>
      </>
    );
  const facts = [
    formatDuration(test.latency_ms, language),
    ...(test.models.length > 0 ? [t('keys.models', { count: test.models.length })] : []),
  ];
  return (
    <p>
      <span className={styles.success}>{t('keys.success')}</span>{' '}
      <span className="soft small figure">{facts.join(' · ')}</span>
    </p>
  );
}

/** Of a key that did not pass. */
function Ways({ added: { key }, adding }: AddedKeyLineProps): ReactNode {
  const { t } = useTranslation(['home', 'common']);
  const toast = useToast();
  const failed = (error: Error): void => toast({ text: error.message, tone: 'bad' });
  const remove = (): void => {
    adding.setRemoved(key.id, true).then(
      () =>
        toast({
          text: t('keys.removedToast', { key: key.masked }),
          undo: () => void adding.setRemoved(key.id, false).catch(failed),
        }),
      failed,
    );
  };
  return (
    <p className={styles.ways}>
      <Button
        aria-label={`${t('keys.testAgain')}: ${key.masked}`}
        onClick={() => void adding.testAgain(key.id)}
      >
        {t('keys.testAgain')}
      </Button>
      {key.source === 'stored' && (
        <Button
          look="quiet"
          aria-label={`${t('keys.remove')}: ${key.masked}`}
          icon={<Trash2 size={16} aria-hidden="true" />}
          onClick={remove}
        >
          {t('keys.remove')}
        </Button>
      )}
    </p>
  );
}

const icons = { testing: LoaderCircle, good: CircleCheck, bad: CircleX } as const;
