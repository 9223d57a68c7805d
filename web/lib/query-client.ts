import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api.ts';

/** What is shown is kept fresh by events; a new visit to a page asks again. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ApiError && error.status === 401)
        void queryClient.invalidateQueries({ queryKey: ['session'] });
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
});

// They come once and cannot be asked for again: kept while nobody looks at them.
queryClient.setQueryDefaults(['notices'], { gcTime: Infinity });

// To compare a thousand keys with all their limits takes longer than to show a dozen cards anew.
queryClient.setQueryDefaults(['keys'], { structuralSharing: false });
