import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField, TextField } from '../../../components/field.tsx';
import { fromLocal, toLocal } from '../../../lib/local-time.ts';
import { periods, type Period } from './filters.ts';
import type { FiltersInAddress } from './use-filters.ts';

const own = 'own';

/** The last so many hours, or a span of one's own. */
export function PeriodFilter({ filters, set }: FiltersInAddress): ReactNode {
  const { t } = useTranslation('requests');
  const [isOwn, setOwn] = useState(false);
  const hasSpan = filters.from !== undefined || filters.to !== undefined;
  const showsSpan = hasSpan || (isOwn && filters.period === undefined);
  const choose = (choice: string): void => {
    setOwn(choice === own);
    if (choice !== own) set('period', choice);
    else if (filters.period !== undefined) set('period', '');
  };
  return (
    <>
      <SelectField
        label={t('filter.period')}
        value={showsSpan ? own : (filters.period ?? '')}
        onChange={({ target }) => choose(target.value)}
      >
        <option value="">{t('filter.anyTime')}</option>
        {(Object.keys(periods) as Period[]).map((period) => (
          <option key={period} value={period}>
            {t(`period.${period}`)}
          </option>
        ))}
        <option value={own}>{t('period.own')}</option>
      </SelectField>
      {showsSpan &&
        (['from', 'to'] as const).map((end) => (
          <TextField
            key={end}
            label={t(`filter.${end}`)}
            type="datetime-local"
            value={toLocal(filters[end])}
            onChange={({ target }) => set(end, fromLocal(target.value))}
          />
        ))}
    </>
  );
}
