import { FlaskConical } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { errorText } from '../../components/query-state.tsx';
import { useDemo, useSwitchDemo } from '../../features/demo.ts';
import styles from './home-page.module.css';

/** Simulated providers for somebody without a key; nothing where they run already, or cannot. */
export function DemoOffer({ onRunning }: { readonly onRunning: () => void }): ReactNode {
  const { t } = useTranslation(['home', 'common']);
  const demo = useDemo();
  const { mutate, isPending, error } = useSwitchDemo();
  if (demo.data === undefined || demo.data.running) return null;
  return (
    <div className={styles.offer}>
      <Button
        busy={isPending}
        icon={<FlaskConical size={18} aria-hidden="true" />}
        onClick={() => mutate(true, { onSuccess: onRunning })}
      >
        {t('demo.start')}
      </Button>
      <p className="soft small">{t('demo.what')}</p>
      {error !== null && (
        <p role="alert" className={styles.fault}>
          {errorText(error, t('common:error.unreachable'))}
        </p>
      )}
    </div>
  );
}
