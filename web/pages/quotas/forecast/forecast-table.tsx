import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderForecastView } from '../../../../src/api/views/forecast-view.ts';
import { OutsideLink } from '../../../components/outside-link.tsx';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { Card } from '../../../components/card.tsx';
import { formatCount, formatMoment } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { useNow } from '../../../lib/use-now.ts';
import { AddsWords } from './adds-words.tsx';
import styles from './forecast.module.css';

export function ForecastTable({
  providers,
}: {
  readonly providers: readonly ProviderForecastView[];
}): ReactNode {
  const { t } = useTranslation('quotas');
  const [first] = providers;
  const isOneSize = new Set(providers.map(({ call_size: size }) => JSON.stringify(size))).size === 1;
  return (
    <Card>
      <ScrollRegion label={t('forecast.table')}>
        <table className={styles.table}>
          <caption className="visually-hidden">{t('forecast.table')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('forecast.provider')}</th>
              <th scope="col" className="number">
                {t('forecast.pace')}
              </th>
              <th scope="col">{t('forecast.runsOut')}</th>
              <th scope="col" className={styles.gain}>
                {t('forecast.account')}
              </th>
              <th scope="col" className={styles.gain}>
                {t('forecast.key')}
              </th>
            </tr>
          </thead>
          <tbody>
            {providers.map((provider) => (
              <ForecastRow key={provider.id} provider={provider} saysSize={!isOneSize} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p className={`${styles.hint} soft small`}>
        {t('forecast.unit')}{' '}
        {isOneSize && first !== undefined && (
          <>
            <CallSize size={first.call_size} />{' '}
          </>
        )}
        {t('forecast.termsHint')}
      </p>
    </Card>
  );
}

interface RowProps {
  readonly provider: ProviderForecastView;
  /** The calls that it is told in are not the same for all. */
  readonly saysSize: boolean;
}

function ForecastRow({ provider, saysSize }: RowProps): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  const { name, pace, runs_out_at: runsOutAt, terms } = provider;
  const perDay = pace.requests_per_day;
  return (
    <tr>
      <th scope="row">
        {name}{' '}
        <OutsideLink href={terms.url} className={`${styles.terms} small`}>
          {t('forecast.terms')}
          <span className="visually-hidden"> {name}</span>
        </OutsideLink>
      </th>
      <td className="number">{formatCount(perDay, language)}</td>
      <td className={styles.runsOut}>
        {runsOutAt === null ? t('forecast.never') : <RunsOut at={runsOutAt} />}
      </td>
      <td className={styles.gain}>
        <AddsWords calls={provider.another_account_adds} />
        {saysSize && provider.another_account_adds !== null && (
          <span className={`${styles.size} soft small`}>
            <CallSize size={provider.call_size} />
          </span>
        )}
      </td>
      <td className={styles.gain}>
        <AddsWords calls={provider.another_key_adds} />
      </td>
    </tr>
  );
}

function RunsOut({ at }: { readonly at: string }): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  const now = useNow();
  if (Date.parse(at) <= now) return t('forecast.already');
  return <time dateTime={at}>{formatMoment(at, language, new Date(now))}</time>;
}

function CallSize({ size }: { readonly size: ProviderForecastView['call_size'] }): ReactNode {
  const { t } = useTranslation('quotas');
  const language = useLanguage();
  return t('forecast.size', {
    input: formatCount(size.input_tokens, language),
    output: formatCount(size.output_tokens, language),
    source: t(`forecast.sizes.${size.source}`),
  });
}
