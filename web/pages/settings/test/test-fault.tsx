import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyTestView } from '../../../../src/api/views/key-view.ts';
import { Notice } from '../../../components/notice.tsx';
import { formatDuration } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';

export interface TestFaultProps {
  readonly fault: NonNullable<KeyTestView['error']>;
  readonly provider: { readonly name: string; readonly base_url: string };
  readonly latencyMs: number;
}

/** Why a test failed and what to do about it. */
export function TestFault({ fault, provider, latencyMs }: TestFaultProps): ReactNode {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const { cause, message } = fault;
  return (
    <Notice tone="bad" title={t(`test.${cause}.title`)}>
      <p>{t(`test.${cause}.next`, { name: provider.name, address: provider.base_url })}</p>
      <p className="soft small">
        {t('test.after', { time: formatDuration(latencyMs, language) })} <q lang="en">{message}</q>
      </p>
    </Notice>
  );
}
