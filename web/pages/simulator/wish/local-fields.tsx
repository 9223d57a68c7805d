import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField, SwitchField } from '../../../components/field.tsx';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';
import type { WishFormProps } from './wish-form.tsx';

const atOnce = [1, 2, 4, 8, 16];

export function LocalFields({ wish, onChange }: Pick<WishFormProps, 'wish' | 'onChange'>): ReactNode {
  const { t } = useTranslation('simulator');
  const language = useLanguage();
  const { local, localAtOnce } = wish;
  return (
    <>
      <SwitchField
        label={t('wish.local')}
        checked={local}
        onChange={({ currentTarget }) => onChange({ local: currentTarget.checked })}
      />
      {local && (
        <SelectField
          label={t('wish.localAtOnce')}
          value={localAtOnce ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onChange({ localAtOnce: value === '' ? null : Number(value) })
          }
        >
          <option value="">{t('wish.asMany')}</option>
          {atOnce.map((count) => (
            <option key={count} value={count}>
              {formatCount(count, language)}
            </option>
          ))}
        </SelectField>
      )}
    </>
  );
}
