import { ArrowUp, RefreshCw } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { SwitchField } from '../../../components/field.tsx';
import { LiveMark } from '../../../features/live-mark.tsx';
import { useHeardAt } from '../../../features/live.tsx';
import { useRefresh } from './use-refresh.ts';
import { useToTop } from './use-to-top.ts';
import type { LiveTail } from './use-live-tail.ts';
import styles from './list.module.css';

export interface LiveBarProps {
  readonly tail: LiveTail;
  readonly on: boolean;
  readonly onSwitch: (on: boolean) => void;
  readonly list: RefObject<HTMLElement | null>;
}

/** Whether new requests come by themselves, and those that have come while somebody read. */
export function LiveBar({ tail, on, onSwitch, list }: LiveBarProps): ReactNode {
  const { t } = useTranslation('requests');
  const toTop = useToTop(list);
  const refresh = useRefresh(tail);
  const heardAt = useHeardAt();
  const show = (): void => {
    tail.show();
    toTop();
  };
  return (
    <div className={styles.liveBar}>
      <SwitchField
        label={t('live.switch')}
        checked={on}
        onChange={({ target }) => onSwitch(target.checked)}
      />
      {on ? (
        <LiveMark at={heardAt === null ? null : new Date(heardAt).toISOString()} />
      ) : (
        <Button look="quiet" icon={<RefreshCw size={16} aria-hidden="true" />} {...refresh}>
          {t('live.refresh')}
        </Button>
      )}
      {tail.missed > 0 && (
        <span className={styles.missed}>
          <span>{t('live.missed', { count: tail.missed })}</span>
          <Button look="quiet" {...refresh}>
            {t('live.load')}
          </Button>
        </span>
      )}
      <span className="visually-hidden" role="status">
        {tail.waiting > 0 && t('live.told')}
      </span>
      {tail.waiting > 0 && (
        <div className={styles.waiting}>
          <Button look="primary" icon={<ArrowUp size={16} aria-hidden="true" />} onClick={show}>
            {t('live.waiting', { count: tail.waiting })}
          </Button>
        </div>
      )}
    </div>
  );
}
