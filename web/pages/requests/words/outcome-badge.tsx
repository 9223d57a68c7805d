import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceOutcome } from '../../../../src/api/views/trace-view.ts';
import { Badge } from '../../../components/badge.tsx';
import { outcomeLooks } from './outcomes.ts';

/** What became of a request. */
export function OutcomeBadge({ outcome }: { readonly outcome: TraceOutcome }): ReactNode {
  const { t } = useTranslation('requests');
  const { tone, Icon } = outcomeLooks[outcome];
  return (
    <Badge tone={tone} icon={Icon}>
      {t(`outcome.${outcome}`)}
    </Badge>
  );
}
