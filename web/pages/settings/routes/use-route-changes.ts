import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RouteEdit, RouteListView, RouteView } from '../../../../src/api/views/route-view.ts';
import { useToast } from '../../../components/toaster.tsx';
import { api } from '../../../lib/api.ts';
import { useArrival } from '../arrival.tsx';
import { useFaultWords } from '../use-fault-words.ts';
import { editOfRoute } from './draft.ts';
import { modelOfRoute } from './model-of-route.ts';

type Change<T> = UseMutationResult<RouteListView, Error, T>;

/** Stores a route. What is wrong is for its editor to tell. */
export function usePutRoute(): Change<RouteEdit> {
  return useRouteCall((edit) => api.put<RouteListView>('/api/routes', { routes: [edit] }));
}

/** Back to noria.yaml, to what is built in, or gone; it can be brought back from the message that says so. */
export function useTakeBack(): Change<RouteView> {
  const { t } = useTranslation('routes');
  const show = useToast();
  const words = useFaultWords();
  const { announce } = useArrival();
  const put = usePutRoute();
  const remove = useRouteCall((route: RouteView) => api.delete<RouteListView>(addressOf(route.name)));
  const undo = async (route: RouteView): Promise<void> => {
    try {
      await put.mutateAsync(editOfRoute(route));
      announce(`route-${route.name}`);
    } catch (error) {
      show({ text: words(error), tone: 'bad' });
    }
  };
  return useMutation({
    mutationFn: (route) => remove.mutateAsync(route),
    onSuccess: (_list, route) => {
      // What had the focus is gone.
      announce(route.beneath === null ? 'routes-top' : `route-${route.name}`);
      show({
        text: t(`done.${endings[route.beneath ?? 'gone']}`, { name: modelOfRoute(route.name) }),
        undo: () => void undo(route),
      });
    },
    onError: (error) => show({ text: words(error), tone: 'bad' }),
  });
}

const endings = { built_in: 'toBuiltIn', file: 'toFile', gone: 'deleted' } as const;

export function addressOf(name: string): string {
  return `/api/routes/${encodeURIComponent(name)}`;
}

function useRouteCall<T>(call: (variables: T) => Promise<RouteListView>): Change<T> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (variables: T) => {
      // An answer that is on its way is older than the change.
      await client.cancelQueries({ queryKey: ['routes'] });
      return call(variables);
    },
    onSuccess: (list) => client.setQueryData(['routes'], list),
  });
}
