import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { Card } from '../../../components/card.tsx';
import { Moment } from '../../../components/moment.tsx';
import { SimulatedBadge } from '../../../components/simulated-badge.tsx';
import { useToast } from '../../../components/toaster.tsx';
import { formOf } from '../content-form.ts';
import styles from './history-list.module.css';
import type { History } from './use-history.ts';
import { mostKept, type Written } from './written.ts';

export interface HistoryListProps {
  readonly history: History;
  /** Id of what is shown. */
  readonly shown: string | null;
  readonly onShow: (entry: Written) => void;
}

export function HistoryList({ history, shown, onShow }: HistoryListProps): ReactNode {
  const { t } = useTranslation('content');
  const toast = useToast();
  const { entries } = history;
  const clear = (): void => {
    history.replace([]);
    toast({ text: t('history.cleared'), undo: () => history.replace(entries) });
  };
  return (
    <Card aria-labelledby="history-title" className={styles.history}>
      <header className={styles.head}>
        <h2 id="history-title">{t('history.title')}</h2>
        {entries.length > 0 && (
          <Button look="quiet" icon={<Trash2 size={16} aria-hidden="true" />} onClick={clear}>
            {t('history.clear')}
          </Button>
        )}
      </header>
      <p className="soft small">{t('history.lead', { count: mostKept })}</p>
      {entries.length > 0 && (
        <ul className={styles.list}>
          {entries.map((entry) => (
            <li key={entry.id}>
              <Entry entry={entry} isShown={entry.id === shown} onShow={onShow} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

interface EntryProps {
  readonly entry: Written;
  readonly isShown: boolean;
  readonly onShow: (entry: Written) => void;
}

function Entry({ entry, isShown, onShow }: EntryProps): ReactNode {
  const { t } = useTranslation('content');
  const { at, wish, texts, isSimulated } = entry;
  return (
    <button
      type="button"
      className={styles.entry}
      aria-current={isShown || undefined}
      onClick={() => onShow(entry)}
    >
      <Moment at={at} />
      <span>{t(`type.${wish.content_type}`)}</span>
      <strong>{formOf(wish).subject}</strong>
      {isSimulated && <SimulatedBadge />}
      <span className={styles.text}>{texts[0]}</span>
    </button>
  );
}
