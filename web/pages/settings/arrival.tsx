import {
  createContext,
  use,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react';

/** Something that has just come into the page: the reader is led to it, wherever it stands. */
interface Arrival {
  /** Id of its element; null = nothing has come. */
  readonly id: string | null;
  /** It has come by being added: it is tried out at once. */
  readonly isNew: boolean;
  readonly announce: (id: string | null, isNew?: boolean) => void;
}

const ArrivalContext = createContext<Arrival>({ id: null, isNew: false, announce: () => undefined });

export function ArrivalProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [{ id, isNew }, setArrived] = useState<Pick<Arrival, 'id' | 'isNew'>>({ id: null, isNew: false });
  const arrival = useMemo<Arrival>(
    () => ({ id, isNew, announce: (next, asNew = false) => setArrived({ id: next, isNew: asNew }) }),
    [id, isNew],
  );
  return <ArrivalContext value={arrival}>{children}</ArrivalContext>;
}

export function useArrival(): Arrival {
  return use(ArrivalContext);
}

/** For the element of that id: takes the focus when it arrives, once. `onNew` runs for what was added. */
export function useLanding<T extends HTMLElement>(id: string, onNew?: () => void): RefObject<T | null> {
  const ref = useRef<T>(null);
  const arrival = useArrival();
  const isHere = arrival.id === id;
  useEffect(() => {
    if (!isHere) return;
    arrival.announce(null);
    ref.current?.focus();
    if (arrival.isNew) onNew?.();
  });
  return ref;
}
