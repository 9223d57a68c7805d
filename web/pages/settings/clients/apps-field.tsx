import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SwitchField } from '../../../components/field.tsx';
import { appPaths } from '../../../features/apps/app-paths.ts';
import { useAppName } from '../../../features/apps/use-app-name.ts';
import styles from './client-form.module.css';
import type { FaultAt } from './use-field-faults.tsx';

export interface AppsFieldProps {
  /** null = all. */
  readonly apps: readonly string[] | null;
  readonly onChange: (apps: readonly string[] | null) => void;
  readonly error: ReturnType<FaultAt>;
}

/** The surfaces that the key may use: all, those of tomorrow too, or some. */
export function AppsField({ apps, onChange, error }: AppsFieldProps): ReactNode {
  const { t } = useTranslation('clients');
  const appName = useAppName();
  const id = useId();
  return (
    <fieldset className={styles.apps} aria-describedby={error === null ? undefined : id}>
      <legend>{t('form.apps')}</legend>
      <SwitchField
        label={t('form.everyApp')}
        checked={apps === null}
        onChange={(event) => onChange(event.target.checked ? null : [])}
      />
      {apps !== null && (
        <ul className={styles.boxes}>
          {Object.entries(appPaths).map(([app, path]) => (
            <li key={app}>
              <label>
                <input
                  type="checkbox"
                  checked={apps.includes(app)}
                  aria-invalid={error === null ? undefined : true}
                  onChange={(event) =>
                    onChange(event.target.checked ? [...apps, app] : apps.filter((one) => one !== app))
                  }
                />
                <span>
                  {appName(app)} <span className={styles.path}>{path}</span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
      <p id={id} className={styles.error} role="alert">
        {error}
      </p>
    </fieldset>
  );
}
