import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteView } from '../../../../src/api/views/route-view.ts';
import { useProviderNames } from '../../../features/provider-names.ts';
import { Fold } from './fold.tsx';
import { StepMark } from './step-mark.tsx';
import styles from './leads-to.module.css';

/** The gateway tells no more of a route. */
const mostTold = 20;

/** The models behind the steps, folded. */
export function LeadsTo({ route }: { readonly route: RouteView }): ReactNode {
  const { t } = useTranslation('routes');
  const nameOf = useProviderNames();
  const { name, leads_to: models } = route;
  // Of a built-in route its steps say so already.
  if (models.length === 0)
    return route.source === 'built_in' ? null : <p className="soft small">{t('leads.none')}</p>;
  const ready = models.filter((model) => model.ready).length;
  return (
    <Fold
      summary={
        <>
          {t(models.length < mostTold ? 'leads.now' : 'leads.first', { count: models.length })}
          {' · '}
          {t('leads.ready', { count: ready })}
        </>
      }
    >
      {() => (
        // A list that scrolls has to be reached by keyboard.
        <ol className={styles.models} tabIndex={0} aria-label={t('leads.list', { name })}>
          {models.map((model) => (
            <li key={`${model.provider}/${model.model}`}>
              <span>{nameOf(model.provider)}</span> <span className="mono">{model.model}</span>{' '}
              <StepMark state={model.ready ? 'ready' : 'waiting'} />
            </li>
          ))}
        </ol>
      )}
    </Fold>
  );
}
