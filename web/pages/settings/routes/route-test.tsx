import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { RouteTestView, RouteView } from '../../../../src/api/views/route-view.ts';
import { Notice } from '../../../components/notice.tsx';
import { RequestFailed } from '../../../components/request-failed.tsx';
import { useProviderNames } from '../../../features/provider-names.ts';
import { ApiError } from '../../../lib/api.ts';
import { formatDuration } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { modelOfRoute } from './model-of-route.ts';
import styles from './route-card.module.css';

export interface RouteTestProps {
  readonly route: RouteView;
  readonly test: UseMutationResult<RouteTestView, Error, void>;
}

/** What a request over a route came to, read out when it comes. */
export function RouteTest({ route, test }: RouteTestProps): ReactNode {
  const { t } = useTranslation('routes');
  const { isPending, data, error } = test;
  const retry = (): void => test.mutate();
  return (
    <div className={styles.result} aria-live="polite">
      {isPending && <p className="soft small">{t('test.running', { name: modelOfRoute(route.name) })}</p>}
      {!isPending && error !== null && <RequestFailed error={error} onRetry={retry} />}
      {!isPending && data?.ok === true && <Served result={data} />}
      {!isPending && data?.error !== undefined && <Failed result={data} error={data.error} onRetry={retry} />}
    </div>
  );
}

function Served({ result }: { readonly result: RouteTestView }): ReactNode {
  const { t } = useTranslation('routes');
  const language = useLanguage();
  const nameOf = useProviderNames();
  const { provider, model, latency_ms: ms, attempts, trace } = result;
  return (
    <Notice tone="good" title={t('test.good', { provider: nameOf(provider ?? '') })}>
      {model !== null && `${t('test.model', { model })} `}
      {t('test.took', { time: formatDuration(ms, language) })} {t('test.attempts', { count: attempts })}{' '}
      {trace !== null && <Link href={`/requests/${trace}`}>{t('test.trace')}</Link>}
    </Notice>
  );
}

interface FailedProps {
  readonly result: RouteTestView;
  readonly error: NonNullable<RouteTestView['error']>;
  readonly onRetry: () => void;
}

function Failed({ result, error, onRetry }: FailedProps): ReactNode {
  const { t } = useTranslation('routes');
  const language = useLanguage();
  const { latency_ms: ms, attempts, trace } = result;
  return (
    <>
      {/* The answer to the test itself came: its status says nothing. */}
      <RequestFailed error={new ApiError(200, error, trace)} onRetry={onRetry} />
      <p className="soft small">
        {t('test.failed', {
          time: formatDuration(ms, language),
          attempts: t('test.after', { count: attempts }),
        })}
      </p>
    </>
  );
}
