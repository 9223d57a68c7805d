import type { ReactNode } from 'react';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { LimitSettings } from './limit-settings.tsx';
import { OwnProviderActions } from './own-provider-actions.tsx';
import { ProviderSwitch } from './provider-switch.tsx';
import { ProviderTerms } from './provider-terms.tsx';
import { ProviderTest } from './provider-test.tsx';
import { RotationSettings } from './rotation-settings.tsx';
import styles from './provider-settings.module.css';

/** What can be chosen of a provider. */
export function SettingParts({ provider }: { readonly provider: ProviderView }): ReactNode {
  return (
    <div className={styles.inside}>
      <ProviderSwitch provider={provider} />
      <RotationSettings provider={provider} />
      <LimitSettings provider={provider} />
      <ProviderTest provider={provider} />
      <ProviderTerms provider={provider} />
      {provider.own && <OwnProviderActions provider={provider} />}
    </div>
  );
}
