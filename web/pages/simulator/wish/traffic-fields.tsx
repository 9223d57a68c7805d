import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../../components/field.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { mostHours, mostRequests, shapeNames, type DayShape } from './day-wish.ts';
import { SliderField } from './slider-field.tsx';
import { hourStops, trafficStops } from './stops.ts';
import { useTimeWords } from './use-time-words.ts';
import type { WishFormProps } from './wish-form.tsx';

export function TrafficFields({ wish, onChange }: Pick<WishFormProps, 'wish' | 'onChange'>): ReactNode {
  const { t } = useTranslation('simulator');
  const language = useLanguage();
  const timeWords = useTimeWords();
  const { requestsPerDay, hours, shape } = wish;
  return (
    <>
      <SliderField
        label={t('wish.traffic')}
        value={requestsPerDay}
        stops={trafficStops}
        most={mostRequests}
        words={t('wish.trafficWords', {
          count: requestsPerDay,
          amount: formatCount(requestsPerDay, language),
        })}
        onChange={(value) => onChange({ requestsPerDay: value })}
      />
      <SliderField
        label={t('wish.hours')}
        value={hours}
        stops={hourStops}
        most={mostHours}
        words={timeWords(hours)}
        onChange={(value) => onChange({ hours: value })}
      />
      <SelectField
        label={t('wish.shape')}
        value={shape}
        onChange={({ currentTarget }) => onChange({ shape: currentTarget.value as DayShape })}
      >
        {shapeNames.map((name) => (
          <option key={name} value={name}>
            {t(`wish.shapes.${name}`)}
          </option>
        ))}
      </SelectField>
    </>
  );
}
