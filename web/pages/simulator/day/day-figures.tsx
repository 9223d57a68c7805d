import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import type { SimulationView } from '../../../../src/api/views/simulation-view.ts';
import { Card } from '../../../components/card.tsx';
import { DayCurve } from './day-curve.tsx';
import { DayTiles } from './day-tiles.tsx';
import { DayWords } from './day-words.tsx';
import { ProviderTable } from './provider-table.tsx';
import styles from './day.module.css';

export interface DayFiguresProps {
  readonly day: SimulationView;
  readonly choices: readonly ProviderView[];
  /** Of the wish before, while the new one is computed. */
  readonly isOld: boolean;
}

export function DayFigures({ day, choices, isOld }: DayFiguresProps): ReactNode {
  const { t } = useTranslation('simulator');
  return (
    <div className={`${styles.figures} ${isOld ? styles.old : ''}`}>
      <DayWords day={day} isOld={isOld} />
      <DayTiles day={day} />
      <Card>
        <DayCurve day={day} />
      </Card>
      <Card>
        <ProviderTable day={day} choices={choices} />
      </Card>
      <p className="soft small">{t('day.assumed')}</p>
    </div>
  );
}
