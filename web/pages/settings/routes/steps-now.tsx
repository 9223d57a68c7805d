import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteView } from '../../../../src/api/views/route-view.ts';
import { Fold } from './fold.tsx';
import { StepLine } from './step-line.tsx';

/** The steps of a built-in route: those that lead somewhere, and folded those that would with a key. */
export function StepsNow({ route }: { readonly route: RouteView }): ReactNode {
  const { t } = useTranslation('routes');
  const { steps, idle_steps: idle } = route;
  const isPrivate = route.name === 'private';
  const able = steps.filter((step) => !idle.includes(step));
  return (
    <>
      {able.length === 0 ? (
        <p>
          {t(isPrivate ? 'steps.nobodyPrivate' : 'steps.nobody')}{' '}
          <a href="#providers">{t(isPrivate ? 'steps.addServer' : 'steps.addKey')}</a>
        </p>
      ) : (
        <StepLine route={route} steps={able} isPlain={route.strategy === 'race'} />
      )}
      {idle.length > 0 && (
        <Fold summary={t('steps.idle', { count: idle.length })}>
          {() => <StepLine route={route} steps={idle} isPlain />}
        </Fold>
      )}
    </>
  );
}
