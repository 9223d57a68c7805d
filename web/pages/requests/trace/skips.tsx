import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceSkip, TraceView } from '../../../../src/api/views/trace-view.ts';
import { useProviderNames } from '../../../features/provider-names.ts';
import { useReasonWords } from '../words/use-reason-words.ts';
import { Folded } from './folded.tsx';
import { skipsToTell } from './skips-to-tell.ts';
import { Until } from './until.tsx';
import styles from './trace.module.css';

/** Keys that came before those that were asked and could not serve, by provider, with what kept each. */
export function Skips({ trace }: { readonly trace: TraceView }): ReactNode {
  const { t } = useTranslation('requests');
  const providerName = useProviderNames();
  const { skipped_more: more } = trace;
  const told = skipsToTell(trace);
  if (told.length + more === 0) return null;
  const byProvider = [...Map.groupBy(told, ({ provider }) => provider)];
  return (
    <section className={styles.section} aria-labelledby="skips">
      <h2 id="skips">{t('skips.title')}</h2>
      <p className="soft">{t('skips.lead')}</p>
      {byProvider.map(([provider, skips]) => (
        <div key={provider} className={styles.group}>
          <h3>{providerName(provider)}</h3>
          <Folded
            items={skips.map((skip, index) => (
              <Skip key={index} skip={skip} />
            ))}
          />
        </div>
      ))}
      {more > 0 && <p className="soft">{t('more', { count: more })}</p>}
    </section>
  );
}

function Skip({ skip }: { readonly skip: TraceSkip }): ReactNode {
  const { t } = useTranslation('requests');
  const reasonWords = useReasonWords();
  const { model, key, reason, until } = skip;
  return (
    <>
      <span className={styles.lane}>
        <code>{model}</code>
        {key !== '' && <code className="soft">{key}</code>}
      </span>
      <span>
        {reasonWords(reason)}
        {until !== null && (
          <>
            {t('skips.until')}
            <Until at={until} />
          </>
        )}
      </span>
    </>
  );
}
