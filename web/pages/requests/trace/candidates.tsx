import { Check, Forward, Minus, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceCandidate, TraceView } from '../../../../src/api/views/trace-view.ts';
import { Badge, type Tone } from '../../../components/badge.tsx';
import { useProviderNames } from '../../../features/provider-names.ts';
import { useReasonWords } from '../words/use-reason-words.ts';
import { Folded } from './folded.tsx';
import styles from './trace.module.css';

const fates: Record<TraceCandidate['fate'], { readonly tone: Tone; readonly Icon: LucideIcon }> = {
  asked: { tone: 'accent', Icon: Check },
  skipped: { tone: 'warn', Icon: Forward },
  not_needed: { tone: 'calm', Icon: Minus },
};

/** The models of the plan, in their order, and what became of each. */
export function Candidates({ trace }: { readonly trace: TraceView }): ReactNode {
  const { t } = useTranslation('requests');
  const { candidates, candidates_more: more } = trace;
  if (candidates.length === 0) return null;
  const items = candidates.map((candidate) => (
    <Candidate key={`${candidate.provider}/${candidate.model}`} candidate={candidate} />
  ));
  return (
    <section className={styles.section} aria-labelledby="candidates">
      <h2 id="candidates">{t('candidates.title')}</h2>
      <p className="soft">{t('candidates.lead')}</p>
      <Folded items={items} isOrdered />
      {more > 0 && <p className="soft">{t('more', { count: more })}</p>}
    </section>
  );
}

function Candidate({ candidate }: { readonly candidate: TraceCandidate }): ReactNode {
  const { t } = useTranslation('requests');
  const providerName = useProviderNames();
  const reasonWords = useReasonWords();
  const { provider, model, fate, reason } = candidate;
  const { tone, Icon } = fates[fate];
  return (
    <>
      <span className={styles.lane}>
        {providerName(provider)} <code>{model}</code>
      </span>
      <Badge tone={tone} icon={Icon}>
        {t(`fate.${fate}`)}
      </Badge>
      {reason !== null && <span className="soft">{reasonWords(reason)}</span>}
    </>
  );
}
