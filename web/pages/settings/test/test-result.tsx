import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyTestView } from '../../../../src/api/views/key-view.ts';
import { Notice } from '../../../components/notice.tsx';
import { formatDuration } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { useFaultWords } from '../use-fault-words.ts';
import { FoundModels } from './found-models.tsx';
import { TestFault } from './test-fault.tsx';
import styles from './test-result.module.css';

export interface TestResultProps {
  readonly test: {
    readonly data: KeyTestView | undefined;
    readonly error: Error | null;
    readonly isPending: boolean;
  };
  readonly provider: { readonly name: string; readonly base_url: string };
}

/** What a connection test came to, read out when it comes. */
export function TestResult({ test, provider }: TestResultProps): ReactNode {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const words = useFaultWords();
  return (
    <div className={styles.result} aria-live="polite">
      {test.isPending && <p className="soft small">{t('test.running', { name: provider.name })}</p>}
      {!test.isPending && test.error !== null && <Notice tone="bad">{words(test.error)}</Notice>}
      {!test.isPending && test.data?.ok === true && (
        <Notice tone="good" title={t('test.good')}>
          <p>{t('test.took', { time: formatDuration(test.data.latency_ms, language) })}</p>
          <FoundModels models={test.data.models} />
        </Notice>
      )}
      {!test.isPending && test.data?.error !== undefined && (
        <TestFault fault={test.data.error} provider={provider} latencyMs={test.data.latency_ms} />
      )}
    </div>
  );
}
