import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { Notice } from '../../../components/notice.tsx';
import { errorText } from '../../../components/query-state.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import type { useTraces } from './use-traces.ts';
import styles from './list.module.css';

export interface ListEndProps {
  readonly query: ReturnType<typeof useTraces>;
  readonly count: number;
}

/** How many are shown, and the way to older ones. */
export function ListEnd({ query, count }: ListEndProps): ReactNode {
  const { t } = useTranslation('requests');
  const { t: common } = useTranslation();
  const language = useLanguage();
  const [told, setTold] = useState('');
  const wordsOf = (shown: number) => ({ count: shown, amount: formatCount(shown, language) });
  const loadOlder = async (): Promise<void> => {
    const { data, hasNextPage } = await query.fetchNextPage();
    const shown = data?.pages.flatMap((page) => page.traces).length ?? count;
    setTold(t(hasNextPage ? 'end.shown' : 'end.all', wordsOf(shown)));
  };
  return (
    <div className={styles.end}>
      <p className="soft small">{t(query.hasNextPage ? 'end.shown' : 'end.all', wordsOf(count))}</p>
      {/* Read out after a press of the button, not with each request that comes live. */}
      <span className="visually-hidden" role="status">
        {told}
      </span>
      {query.isFetchNextPageError && (
        <Notice tone="bad">{errorText(query.error, common('error.unreachable'))}</Notice>
      )}
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void loadOlder()}>
          {t('end.older')}
        </Button>
      )}
    </div>
  );
}
