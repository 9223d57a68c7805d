import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SimulationView } from '../../../../src/api/views/simulation-view.ts';
import { formatCount, formatShare, formatUsd } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { Tile, Tiles } from '../../../components/tiles.tsx';

/** The figures of the day. */
export function DayTiles({ day }: { readonly day: SimulationView }): ReactNode {
  const { t } = useTranslation('simulator');
  const language = useLanguage();
  const { requests, served, failures, local_requests: local, harvest, saved_usd: saved } = day;
  const counts = { cloud: served - local, local, failures };
  const shareOf = (count: number): string =>
    t('day.share', {
      share: formatShare(requests === 0 ? 0 : count / requests, language),
      amount: formatCount(requests, language),
    });
  return (
    <Tiles>
      {(['cloud', 'local', 'failures'] as const).map((name) => (
        <Tile
          key={name}
          name={t(`day.by.${name}`)}
          value={formatCount(counts[name], language)}
          more={name === 'failures' && failures > 0 ? <Codes day={day} /> : shareOf(counts[name])}
        />
      ))}
      <Tile
        name={t('day.harvest')}
        value={harvest === null ? '–' : formatShare(harvest, language)}
        more={t(harvest === null ? 'day.noHarvest' : 'day.harvestHow')}
      />
      <Tile name={t('day.saved')} value={formatUsd(saved, language)} more={t('day.savedHow')} />
    </Tiles>
  );
}

const codes = ['pool_exhausted', 'deadline_exceeded', 'upstream_failed', 'no_provider'] as const;

/** Why they failed. */
function Codes({ day }: { readonly day: SimulationView }): ReactNode {
  const { t } = useTranslation('simulator');
  const language = useLanguage();
  return Object.entries(day.failure_codes)
    .map(([code, count]) => {
      const known = codes.find((one) => one === code);
      return `${known === undefined ? code : t(`day.codes.${known}`)} (${formatCount(count, language)})`;
    })
    .join(', ');
}
