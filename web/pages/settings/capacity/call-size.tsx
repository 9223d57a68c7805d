import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderForecastView } from '../../../../src/api/views/forecast-view.ts';
import { formatCount } from '../../../lib/format.ts';
import { useLanguage } from '../../../lib/use-language.ts';

/** How large the requests are that capacity is told in. */
export function CallSize({ size }: { readonly size: ProviderForecastView['call_size'] }): ReactNode {
  const { t } = useTranslation('capacity');
  const language = useLanguage();
  return t('size', {
    input: formatCount(size.input_tokens, language),
    output: formatCount(size.output_tokens, language),
    source: t(`sizes.${size.source}`),
  });
}
