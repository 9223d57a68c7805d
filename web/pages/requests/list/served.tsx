import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceView } from '../../../../src/api/views/trace-view.ts';
import type { ProviderName } from '../../../features/provider-names.ts';
import { codeWord } from '../words/codes.ts';
import styles from './table.module.css';

export interface ServedProps {
  readonly trace: TraceView;
  readonly providerName: ProviderName;
}

/** Who served, or why nobody did. */
export function Served({ trace, providerName }: ServedProps): ReactNode {
  const { t } = useTranslation('requests');
  const { provider, model, code } = trace;
  if (provider === null)
    return <span className={styles.second}>{code === null ? t('nobody') : codeWord(t, code)}</span>;
  return (
    <>
      <span className={styles.main}>
        {providerName(provider)}
        {trace.local && <span className={styles.local}>{t('local')}</span>}
      </span>
      <span className={styles.second}>{code === null ? model : `${model} · ${codeWord(t, code)}`}</span>
    </>
  );
}
