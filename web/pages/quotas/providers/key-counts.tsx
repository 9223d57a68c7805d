import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../../components/badge.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { keyLooks, keyStates, type KeyCounts as Counts } from './key-states.ts';
import styles from './providers.module.css';

/** How many keys stand how: `3 ready`, `1 paused`. */
export function KeyCounts({ counts }: { readonly counts: Counts }): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  const there = keyStates.filter((state) => counts[state] > 0);
  if (there.length === 0) return <span className="soft">0</span>;
  return (
    <ul className={styles.badges}>
      {there.map((state) => (
        <li key={state}>
          <Badge tone={keyLooks[state][0]} icon={keyLooks[state][1]}>
            {t(`keys.${state}`, { count: counts[state], amount: formatCount(counts[state], language) })}
          </Badge>
        </li>
      ))}
    </ul>
  );
}
