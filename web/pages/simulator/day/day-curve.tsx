import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimulationView } from '../../../../src/api/views/simulation-view.ts';
import { Chart } from '../../../components/chart/chart.tsx';
import { useLanguage } from '../../../lib/use-language.ts';
import { formatPoint } from './format-point.ts';

const hourMs = 3_600_000;
const looks = {
  cloud: { color: '--series-1', striped: false },
  local: { color: '--series-3', striped: false },
  failures: { color: '--bad', striped: true },
} as const;

/** The day, hour by hour. */
export function DayCurve({ day }: { readonly day: SimulationView }): ReactNode {
  const { t } = useTranslation('simulator');
  const language = useLanguage();
  const { curve, hours, from } = day;
  const chart = useMemo(
    () => ({
      labels: curve.map(({ at }) => formatPoint(at, hours, language)),
      series: (['cloud', 'local', 'failures'] as const).map((name) => ({
        name: t(`day.by.${name}`),
        values: curve.map((point) => point[name]),
        ...looks[name],
      })),
    }),
    [curve, hours, language, t],
  );
  const to = new Date(Date.parse(from) + hours * hourMs).toISOString();
  return (
    <>
      <Chart {...chart} caption={t('day.curve')} labelName={t('day.time')} height={280} />
      <p className="soft small">
        {t('day.from', { from: formatPoint(from, 48, language), to: formatPoint(to, 48, language) })}
      </p>
    </>
  );
}
