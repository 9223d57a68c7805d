import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuotasView } from '../../../../src/api/views/quota-view.ts';
import { PlainTile, Tile, Tiles } from '../../../components/tiles.tsx';
import { providerNames } from '../../../features/provider-names.ts';
import { formatCount, formatMoment, formatShare, formatUsd } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { sumKeys } from '../providers/count-keys.ts';
import { KeyCounts } from '../providers/key-counts.tsx';
import { Section } from '../section.tsx';

/** Who serves now, and what the day has come to. */
export function TodaySection({ quotas }: { readonly quotas: QuotasView }): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  const { today } = quotas;
  const midnight = `${quotas.at.slice(0, 10)}T00:00:00.000Z`;
  return (
    <Section
      title={t('today.title')}
      lead={t('today.since', { time: formatMoment(midnight, language, new Date(quotas.at)) })}
    >
      <Tiles>
        <Serving quotas={quotas} />
        <Tile
          name={t('today.requests')}
          value={formatCount(today.requests, language)}
          more={t('today.byLocal', { local: formatCount(today.local_requests, language) })}
        />
        <Failures today={today} />
        <Tile
          name={t('today.saved')}
          value={formatUsd(today.saved_usd, language)}
          more={t('today.savedHow')}
        />
        <PlainTile name={t('today.keys')}>
          <KeyCounts counts={sumKeys(quotas.providers)} />
        </PlainTile>
      </Tiles>
    </Section>
  );
}

function Serving({ quotas }: { readonly quotas: QuotasView }): ReactNode {
  const { t } = useTranslation('quotas');
  const { active_provider: active, local_fallback: local, providers } = quotas;
  const ready =
    local.model === null ? t('today.localReadyPlain') : t('today.localReady', { model: local.model });
  return (
    <Tile
      name={t('today.serving')}
      value={active === null ? t('today.nobody') : providerNames(providers)(active)}
      more={local.ready ? ready : t('today.localAbsent')}
    />
  );
}

function Failures({ today: { failures, requests } }: { readonly today: QuotasView['today'] }): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  const none = requests === 0 ? t('today.noRequest') : t('today.noFailure');
  return (
    <Tile
      name={t('today.failures')}
      value={formatCount(failures, language)}
      more={
        failures === 0 ? none : t('today.failureShare', { share: formatShare(failures / requests, language) })
      }
    />
  );
}
