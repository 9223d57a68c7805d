import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderView } from '../../../../src/api/views/provider-view.ts';
import { SelectField } from '../../../components/field.tsx';
import { ChangeFault } from '../change-fault.tsx';
import styles from './provider-settings.module.css';
import { useChangeProvider } from './use-provider-changes.ts';

const rotations = [
  'round-robin',
  'sticky',
  'most-remaining',
] as const satisfies readonly ProviderView['rotation'][];

/** Which of several keys is asked next. */
export function RotationSettings({ provider }: { readonly provider: ProviderView }): ReactNode {
  const { t } = useTranslation('settings');
  const change = useChangeProvider();
  const { id, rotation } = provider;
  const shown = change.isPending ? (change.variables.change.rotation ?? rotation) : rotation;
  return (
    <div className={styles.part}>
      <SelectField
        label={t('rotation.label')}
        hint={t(`rotation.${shown}.hint`)}
        value={shown}
        onChange={(event) => {
          const next = rotations.find((one) => one === event.target.value);
          if (next !== undefined) change.mutate({ id, change: { rotation: next } });
        }}
      >
        {rotations.map((one) => (
          <option key={one} value={one}>
            {t(`rotation.${one}.name`)}
          </option>
        ))}
      </SelectField>
      <ChangeFault error={change.error} />
    </div>
  );
}
