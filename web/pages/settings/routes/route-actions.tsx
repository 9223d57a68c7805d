import type { UseMutationResult } from '@tanstack/react-query';
import { Pencil, Plug, RotateCcw, Trash2 } from 'lucide-react';
import { useTransition, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteTestView, RouteView } from '../../../../src/api/views/route-view.ts';
import { Button } from '../../../components/button.tsx';
import { useLanding } from '../arrival.tsx';
import { useTakeBack } from './use-route-changes.ts';
import styles from './route-card.module.css';

export interface RouteActionsProps {
  readonly route: RouteView;
  readonly test: UseMutationResult<RouteTestView, Error, void>;
  readonly onEdit: () => void;
}

const takingBack = { built_in: 'toBuiltIn', file: 'toFile' } as const;

/** What can be done with a route. Names are the same on every card: a screen reader hears of which from the group. */
export function RouteActions({ route, test, onEdit }: RouteActionsProps): ReactNode {
  const { t } = useTranslation('routes');
  const takeBack = useTakeBack();
  const [isOpening, open] = useTransition();
  const { name, source, beneath } = route;
  const edit = useLanding<HTMLButtonElement>(`route-edit-${name}`);
  return (
    <div className={styles.actions} role="group" aria-label={t('actions.group', { name })}>
      <Button
        ref={edit}
        icon={<Pencil size={16} aria-hidden="true" />}
        busy={isOpening}
        onClick={() => open(onEdit)}
      >
        {t('actions.edit')}
      </Button>
      <Button
        icon={<Plug size={16} aria-hidden="true" />}
        busy={test.isPending}
        onClick={() => test.mutate()}
      >
        {t('actions.test')}
      </Button>
      {source === 'stored' && (
        <Button
          look="quiet"
          className={`${styles.last} ${beneath === null ? styles.delete : ''}`}
          icon={
            beneath === null ? (
              <Trash2 size={16} aria-hidden="true" />
            ) : (
              <RotateCcw size={16} aria-hidden="true" />
            )
          }
          busy={takeBack.isPending}
          onClick={() => takeBack.mutate(route)}
        >
          {t(`actions.${beneath === null ? 'delete' : takingBack[beneath]}`)}
        </Button>
      )}
    </div>
  );
}
