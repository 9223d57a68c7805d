import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { ApiError } from '../lib/api.ts';
import { formatCountdown } from '../lib/format.ts';
import { useWait } from '../lib/use-wait.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { errorText } from './query-state.tsx';
import styles from './request-failed.module.css';

export interface RequestFailedProps {
  readonly error: Error;
  readonly onRetry: () => void;
}

/** A request to a model that failed: what it means, the gateway's own words, and what can be done now. */
export function RequestFailed({ error, onRetry }: RequestFailedProps): ReactNode {
  const { t } = useTranslation();
  const { code, trace } = error instanceof ApiError ? error : { code: 'unclear', trace: null };
  const words = errorText(error, t('error.unreachable'));
  return (
    <Notice tone="bad" title={t(`failed.${meanings[code] ?? 'other'}`)}>
      {/* The gateway speaks English. */}
      {words !== '' && <p {...(code === 'unreachable' ? {} : { lang: 'en' })}>{words}</p>}
      <p className={styles.ways}>
        <Again error={error} onRetry={onRetry} />
        {code === 'no_provider' && <Link href="/settings">{t('failed.addKey')}</Link>}
        {code === 'pool_exhausted' && <Link href="/quotas">{t('failed.quotas')}</Link>}
        {trace !== null && <Link href={`/requests/${trace}`}>{t('failed.trace')}</Link>}
      </p>
    </Notice>
  );
}

function Again({ error, onRetry }: RequestFailedProps): ReactNode {
  const { t } = useTranslation();
  const waitMs = useWait(error);
  return (
    <Button onClick={onRetry} disabled={waitMs > 0}>
      <span className="figure">
        {waitMs > 0 ? t('failed.againIn', { time: formatCountdown(waitMs) }) : t('error.again')}
      </span>
    </Button>
  );
}

const meanings: Readonly<
  Record<
    string,
    'noProvider' | 'exhausted' | 'late' | 'upstream' | 'tooLong' | 'interrupted' | 'refused' | 'other'
  >
> = {
  no_provider: 'noProvider',
  pool_exhausted: 'exhausted',
  deadline_exceeded: 'late',
  upstream_failed: 'upstream',
  context_too_long: 'tooLong',
  stream_interrupted: 'interrupted',
  invalid_request: 'refused',
};
