import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceAttempt, TraceResume } from '../../../../src/api/views/trace-view.ts';
import { Badge } from '../../../components/badge.tsx';
import { useProviderNames } from '../../../features/provider-names.ts';
import { Amounts } from './amounts.tsx';
import { roleIcons, resultLooks } from './attempt-looks.ts';
import { AttemptTimes } from './attempt-times.tsx';
import { Bar } from './bar.tsx';
import { Failure } from './failure.tsx';
import { ResumeLine } from './resume-line.tsx';
import styles from './timeline.module.css';

export interface AttemptItemProps {
  readonly attempt: TraceAttempt;
  readonly resume: TraceResume | null;
  readonly spanMs: number;
}

/** One attempt: who was asked and why, what came of it, when, and what it cost. */
export function AttemptItem({ attempt, resume, spanMs }: AttemptItemProps): ReactNode {
  const { t } = useTranslation('requests');
  const providerName = useProviderNames();
  const { role, provider, model, key, at_ms: at, took_ms: took, result } = attempt;
  const RoleIcon = roleIcons[role];
  const { tone, Icon } = resultLooks[result];
  return (
    <>
      <div className={styles.who}>
        <p className={styles.role}>
          <RoleIcon size={15} aria-hidden="true" />
          {t('attempt', { number: attempt.number, role: t(`role.${role}`) })}
        </p>
        <p>
          <strong>{providerName(provider)}</strong> <code>{model}</code>
        </p>
        {key !== '' && <p className={styles.key}>{key}</p>}
        <Badge tone={tone} icon={Icon}>
          {t(`result.${result}`)}
        </Badge>
      </div>
      <div className={styles.what}>
        <Bar
          spanMs={spanMs}
          tone={tone}
          from={at}
          until={took === null ? null : at + took}
          first={attempt.first_content_ms}
        />
        <AttemptTimes attempt={attempt} />
        {resume !== null && <ResumeLine resume={resume} />}
        {attempt.class !== null && <Failure attempt={attempt} name={attempt.class} />}
        <Amounts attempt={attempt} />
      </div>
    </>
  );
}
