import { SlidersHorizontal } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Button } from '../../../components/button.tsx';
import { isConfigured } from './limits-body.ts';
import { LimitsDialog } from './limits-dialog.tsx';
import styles from './provider-settings.module.css';

/** Whose limits hold, and the way to set one's own. */
export function LimitSettings({ provider }: { readonly provider: ProviderView }): ReactNode {
  const { t } = useTranslation('settings');
  const [open, setOpen] = useState(false);
  const own = provider.limits.some(isConfigured);
  return (
    <div className={styles.part}>
      <h4>{t('limits.title')}</h4>
      <p className="soft small">
        {t(own ? 'limits.yours' : provider.in_catalog ? 'limits.catalog' : 'limits.learned')}
      </p>
      <div className={styles.buttons}>
        <Button icon={<SlidersHorizontal size={16} aria-hidden="true" />} onClick={() => setOpen(true)}>
          {t('limits.edit')}
        </Button>
      </div>
      {open && <LimitsDialog provider={provider} onClose={() => setOpen(false)} />}
    </div>
  );
}
