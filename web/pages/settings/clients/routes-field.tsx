import { Plus, X } from 'lucide-react';
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import styles from './client-form.module.css';
import { withTyped, type ClientTexts } from './client-texts.ts';
import { RouteNames } from './route-names.tsx';
import type { FaultAt } from './use-field-faults.tsx';

export interface RoutesFieldProps {
  readonly texts: ClientTexts;
  readonly set: (change: Partial<ClientTexts>) => void;
  readonly error: ReturnType<FaultAt>;
}

/** What the key may ask for: names in any number, written or chosen. */
export function RoutesField({ texts, set, error }: RoutesFieldProps): ReactNode {
  const { t } = useTranslation('clients');
  const list = useId();
  const box = useRef<HTMLDivElement>(null);
  const [told, setTold] = useState('');
  const focus = (): void => box.current?.querySelector('input')?.focus();
  const add = (): void => {
    if (texts.route.trim() !== '') setTold(t('routes.added', { name: texts.route.trim() }));
    set({ routes: withTyped(texts), route: '' });
    focus();
  };
  const remove = (name: string): void => {
    setTold(t('routes.removed', { name }));
    set({ routes: texts.routes.filter((one) => one !== name) });
    focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || texts.route.trim() === '') return;
    event.preventDefault();
    add();
  };
  return (
    <div ref={box} className={styles.part}>
      <div className={styles.adding}>
        <TextField
          label={t('routes.label')}
          placeholder={texts.routes.length === 0 ? t('routes.every') : ''}
          list={list}
          spellCheck={false}
          autoCapitalize="none"
          error={error}
          value={texts.route}
          onChange={(event) => set({ route: event.target.value })}
          onKeyDown={onKeyDown}
        />
        <Button icon={<Plus size={18} aria-hidden="true" />} onClick={add}>
          {t('routes.add')}
        </Button>
      </div>
      <RouteNames id={list} without={texts.routes} />
      {texts.routes.length > 0 && (
        <ul className={styles.chips} aria-label={t('routes.chosen')}>
          {texts.routes.map((name) => (
            <li key={name}>
              <span className="mono">{name}</span>
              <button type="button" aria-label={t('routes.remove', { name })} onClick={() => remove(name)}>
                <X size={14} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className={styles.hint}>{t('routes.hint')}</p>
      <p className="visually-hidden" role="status">
        {told}
      </p>
    </div>
  );
}
