import { useTranslation } from 'react-i18next';
import type { RouteView } from '../../../../src/api/views/route-view.ts';
import { useProviders } from '../../../features/providers.ts';
import { describeStep, type StepDescription } from './describe-step.ts';
import { stateOfStep, type StepState } from './step-state.ts';
import { useRoutes } from './use-routes.ts';

export interface StepWords extends StepDescription {
  /** What it is but for a provider: «ce modèle, chez Groq seulement»; else ''. */
  readonly what: string;
  readonly state: StepState;
}

const noNames = { providers: [], families: [], aliases: [] };

/** The steps of a route in words, and how each stands now. */
export function useStepWords(route: RouteView): (step: string) => StepWords {
  const { t } = useTranslation('routes');
  const providers = useProviders().data?.providers ?? [];
  const { routes: others = [], names = noNames } = useRoutes().data ?? {};
  return (step) => {
    const described = describeStep(step, { providers, names });
    return {
      ...described,
      what:
        described.kind === 'provider'
          ? ''
          : t(`kind.${described.kind}`, { provider: described.provider?.name ?? '' }),
      state: stateOfStep(step, { route, others, described }),
    };
  };
}
