import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuotaView } from '../../../../src/api/views/quota-view.ts';
import { useLimitWords } from '../../../features/limits/use-limit-words.ts';
import { LimitBar } from './limit-bar.tsx';
import styles from './providers.module.css';

export interface QuotaBarsProps {
  readonly of: string;
  readonly quotas: readonly QuotaView[];
}

/** Every known limit, those of each model under its name. */
export function QuotaBars({ of, quotas }: QuotaBarsProps): ReactNode {
  const { t } = useTranslation('quotas');
  if (quotas.length === 0) return <p className="soft small">{t('account.noLimits')}</p>;
  const byModels = Map.groupBy(quotas, ({ model, group }) => `${model ?? ''}|${group ?? ''}`);
  return (
    <dl className={styles.models}>
      {[...byModels].map(([key, limits]) => (
        <div key={key}>
          <dt>
            <ModelsName limit={limits[0]} />
          </dt>
          <dd>
            <ul className={styles.bars}>
              {limits.map((limit) => (
                <QuotaBar key={`${limit.unit} ${limit.side} ${limit.window}`} of={of} quota={limit} />
              ))}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ModelsName({ limit }: { readonly limit: QuotaView | undefined }): ReactNode {
  const { t } = useTranslation('quotas');
  if (limit?.model !== undefined) return <span className="mono">{limit.model}</span>;
  return limit?.group === undefined ? t('account.allModels') : t('account.group', { group: limit.group });
}

function QuotaBar({ of, quota }: { readonly of: string; readonly quota: QuotaView }): ReactNode {
  const { t } = useTranslation('quotas');
  const words = useLimitWords();
  const { source, model } = quota;
  return (
    <LimitBar
      of={model === undefined ? of : `${of}, ${model}`}
      name={words.perWindow(quota)}
      limit={quota}
      source={source === 'declared' ? undefined : t(`quota.${source}`)}
    />
  );
}
