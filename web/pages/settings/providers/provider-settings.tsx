import { Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { Skeleton } from '../../../components/skeleton.tsx';
import { SettingParts } from '../dialogs.ts';
import { LimitLine } from './limit-line.tsx';
import { ProviderLinks } from './provider-links.tsx';
import { isOutOfReach } from './split-providers.ts';
import styles from './provider-settings.module.css';

/** What holds for a provider as a whole: its limits and links at a glance, the settings below them. */
export function ProviderSettings({ provider }: { readonly provider: ProviderView }): ReactNode {
  const { t } = useTranslation('settings');
  const [open, setOpen] = useState(false);
  return (
    <footer className={styles.foot}>
      <p className="soft small">
        <LimitLine provider={provider} />
      </p>
      <ProviderLinks provider={provider} />
      {!isOutOfReach(provider) && (
        <details className={styles.settings} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{t('provider.settings', { name: provider.name })}</summary>
          {open && (
            <Suspense fallback={<Skeleton lines={6} />}>
              <SettingParts provider={provider} />
            </Suspense>
          )}
        </details>
      )}
    </footer>
  );
}
