import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { ClientListView, ClientView, NewClientView } from '../../../../src/api/views/client-view.ts';
import { api } from '../../../lib/api.ts';
import type { ClientBody } from './client-texts.ts';

/** What is not named stays. */
export interface ClientChange extends Partial<ClientBody> {
  readonly enabled?: boolean;
}

/** Makes a key. Its secret goes to `onMade` and nowhere else. */
export function useMakeClient(
  onMade: (made: NewClientView) => void,
): UseMutationResult<void, Error, ClientBody> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: ClientBody) => onMade(await api.post<NewClientView>('/api/clients', body)),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['clients'] }),
  });
}

export function useChangeClient(id: string): UseMutationResult<ClientView, Error, ClientChange> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ClientChange) => api.patch<ClientView>(`/api/clients/${id}`, change),
    onSuccess: (changed) => {
      client.setQueryData<ClientListView>(['clients'], (before) =>
        before === undefined
          ? before
          : { clients: before.clients.map((one) => (one.id === id ? changed : one)) },
      );
      void client.invalidateQueries({ queryKey: ['clients'] });
    },
  });
}

/** `onRemoved` runs once it is gone, and the part of the page with it that asked. */
export function useRemoveClient(
  id: string,
  onRemoved: () => void,
): UseMutationResult<ClientView, Error, void> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete<ClientView>(`/api/clients/${id}`),
    onSuccess: () => {
      client.setQueryData<ClientListView>(['clients'], (before) =>
        before === undefined ? before : { clients: before.clients.filter((one) => one.id !== id) },
      );
      onRemoved();
      void client.invalidateQueries({ queryKey: ['clients'] });
    },
  });
}
