import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { SwitchField } from '../../../components/field.tsx';
import { ChangeFault } from '../change-fault.tsx';
import styles from './provider-settings.module.css';
import { useChangeProvider } from './use-provider-changes.ts';

/** On or off. */
export function ProviderSwitch({ provider }: { readonly provider: ProviderView }): ReactNode {
  const { t } = useTranslation('settings');
  const change = useChangeProvider();
  const { id, name, enabled } = provider;
  // What was chosen shows at once, also while the gateway works.
  const shown = change.isPending ? (change.variables.change.enabled ?? enabled) : enabled;
  return (
    <div className={styles.part}>
      <h4>{t('provider.use')}</h4>
      <SwitchField
        label={t('provider.useIt', { name })}
        hint={t('provider.useHint')}
        checked={shown}
        onChange={(event) => change.mutate({ id, change: { enabled: event.target.checked } })}
      />
      <ChangeFault error={change.error} />
    </div>
  );
}
