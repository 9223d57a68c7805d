import { useLanguage } from '../../../lib/use-language.ts';
import { modelOfRoute } from './model-of-route.ts';

/** `auto et auto:fast` */
export function useListOfRoutes(names: readonly string[]): string {
  const language = useLanguage();
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names.map(modelOfRoute));
}
