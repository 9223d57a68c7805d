import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryState } from '../../components/query-state.tsx';
import { DaySection } from './day/day-section.tsx';
import { useStart, type Start } from './use-start.ts';
import { WishForm } from './wish/wish-form.tsx';
import styles from './simulator-page.module.css';

/** What would these keys carry? */
export function SimulatorPage(): ReactNode {
  const { t } = useTranslation('simulator');
  const { start, missing } = useStart();
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      {start === null ? <QueryState query={missing} lines={12} /> : <Simulation {...start} />}
    </>
  );
}

function Simulation({ wish: first, choices, isExample }: Start): ReactNode {
  const [wish, setWish] = useState(first);
  return (
    <div className={styles.page}>
      <WishForm
        wish={wish}
        choices={choices}
        isExample={isExample}
        onChange={(change) => setWish((before) => ({ ...before, ...change }))}
      />
      <DaySection wish={wish} choices={choices} />
    </div>
  );
}
