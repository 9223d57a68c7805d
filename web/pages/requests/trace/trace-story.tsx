import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceDetailView } from '../../../../src/api/views/trace-view.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { formatExact } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { OutcomeBadge } from '../words/outcome-badge.tsx';
import { Candidates } from './candidates.tsx';
import { EndReason } from './end-reason.tsx';
import { Facts } from './facts.tsx';
import { Said } from './said.tsx';
import { Skips } from './skips.tsx';
import { Timeline } from './timeline.tsx';
import { useHeadline } from './use-headline.ts';
import styles from './trace.module.css';

/** All that is known of one request. */
export function TraceStory({ trace }: { readonly trace: TraceDetailView }): ReactNode {
  const { t } = useTranslation('requests');
  const language = useLanguage();
  const headline = useHeadline();
  return (
    <>
      <PageHeader
        title={headline(trace)}
        lead={
          <span className={styles.lead}>
            <OutcomeBadge outcome={trace.outcome} />
            <time dateTime={trace.at} className="figure">
              {formatExact(trace.at, language)}
            </time>
          </span>
        }
      >
        <div className={styles.actions}>
          <CopyButton text={trace.id} what={t('trace.id')} label={t('trace.copyId')} />
          <CopyButton
            text={JSON.stringify(trace, null, 2)}
            what={t('trace.json')}
            label={t('trace.copyJson')}
          />
        </div>
      </PageHeader>
      <div className={styles.story}>
        {trace.code !== null && <EndReason code={trace.code} />}
        <Facts trace={trace} />
        <Timeline trace={trace} />
        <Candidates trace={trace} />
        <Skips trace={trace} />
        <Said bodies={trace.bodies ?? null} />
      </div>
    </>
  );
}
