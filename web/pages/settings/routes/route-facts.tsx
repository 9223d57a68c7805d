import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteView } from '../../../../src/api/views/route-view.ts';
import { formatDuration } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import { StepLine } from './step-line.tsx';
import { StepsNow } from './steps-now.tsx';
import styles from './route-card.module.css';

/** Strategy, steps, and whatever of the rest was chosen. */
export function RouteFacts({ route }: { readonly route: RouteView }): ReactNode {
  const { t } = useTranslation('routes');
  const language = useLanguage();
  const { strategy, steps, then, resume, deadline_ms: deadlineMs } = route;
  const isBuiltIn = route.source === 'built_in';
  return (
    <dl className={styles.facts}>
      <dt>{t(isBuiltIn ? 'steps.labelNow' : 'steps.label')}</dt>
      <dd>
        {isBuiltIn ? (
          <StepsNow route={route} />
        ) : (
          <StepLine route={route} steps={steps} isPlain={strategy === 'race'} />
        )}
      </dd>
      {then.length > 0 && (
        <>
          <dt>
            {t('steps.then')} <small>{t('steps.thenWhat')}</small>
          </dt>
          <dd>
            <StepLine route={route} steps={then} />
          </dd>
        </>
      )}
      <dt>{t('strategy.label')}</dt>
      <dd>
        <strong>{t(`strategy.${strategy ?? 'auto'}.name`)}</strong>{' '}
        <span className="soft small">
          {isBuiltIn && strategy === 'race'
            ? t('strategy.race.builtIn')
            : t(`strategy.${strategy ?? 'auto'}.hint`)}
        </span>
      </dd>
      {resume !== null && (
        <>
          <dt>{t('resume.label')}</dt>
          <dd>{t(`resume.shown.${resume ? 'on' : 'off'}`)}</dd>
        </>
      )}
      {deadlineMs !== null && (
        <>
          <dt>{t('deadline.label')}</dt>
          <dd>{t('deadline.shown', { time: formatDuration(deadlineMs, language) })}</dd>
        </>
      )}
    </dl>
  );
}
